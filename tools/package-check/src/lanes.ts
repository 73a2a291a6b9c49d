/** Does some jobs, a few at a time. */
export async function inLanes<Job>(
  lanes: number,
  jobs: readonly Job[],
  work: (job: Job) => Promise<void>,
): Promise<void> {
  const left = jobs.values();
  const lane = async () => {
    for (const job of left) await work(job);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
