/** Resolves when it is out. A parent that is gone is no error here: it ends this process. */
export function tellParent(message: unknown): Promise<void> {
  return new Promise((resolve) => {
    if (process.send) process.send(message, () => resolve());
    else resolve();
  });
}
