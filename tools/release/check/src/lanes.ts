/** Does some jobs, a few at a time; gives what came of each, in the order in which they ended. */
export async function inLanes<Job, Result>(
  lanes: number,
  jobs: readonly Job[],
  work: (job: Job) => Promise<Result>,
): Promise<Result[]> {
  const left = jobs.values();
  const results: Result[] = [];
  const lane = async () => {
    for (const job of left) results.push(await work(job));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
}
