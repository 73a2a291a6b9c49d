/** How many accounts are in work at the same time. */
const atOnce = 32;

/** Does the work of each item, in order, for 32 at the same time. */
export async function inTurns<Item>(
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<unknown>,
): Promise<void> {
  const rest = items.entries();
  const runner = async () => {
    for (const [index, item] of rest) await work(item, index);
  };
  await Promise.all(Array.from({ length: atOnce }, runner));
}
