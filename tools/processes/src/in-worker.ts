/** Whether a value that came from another process is what it should be. */
type Guard<Value> = (value: unknown) => value is Value;

/**
 * The job that this process was started with, see `startWorker`.
 *
 * @throws {TypeError} if it was started with anything else
 */
export function jobOf<Job>(isJob: Guard<Job>): Job {
  const job: unknown = JSON.parse(process.argv[2] ?? "");
  if (isJob(job)) return job;
  throw new TypeError("this process was started without its job");
}

/** Resolves when the message is sent. A parent that is gone is no error: it ends this process. */
export function tellParent(message: unknown): Promise<void> {
  return new Promise((resolve) => {
    if (process.send) process.send(message, () => resolve());
    else resolve();
  });
}

/** Calls `obey` with each order from the parent. This process ends with its parent. */
export function onOrder<Order>(isOrder: Guard<Order>, obey: (order: Order) => unknown): void {
  process.on("message", (order) => {
    if (!isOrder(order)) throw new TypeError(`not an order: ${JSON.stringify(order)}`);
    return obey(order);
  });
  // Nothing else would end this process if its parent was killed.
  process.once("disconnect", () => process.exit());
}

/** Says that this process is ready, and then sends one answer to each order: see `AnsweringWorker`. */
export async function answerOrders<Order>(
  isOrder: Guard<Order>,
  answer: (order: Order) => unknown,
): Promise<void> {
  onOrder(isOrder, async (order) => tellParent(await answer(order)));
  await tellParent("ready");
}
