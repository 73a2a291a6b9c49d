/** Waits `ms`, or less when `awake` is called or the signal aborts; never rejects. */
export async function delay(
  ms: number,
  signal: AbortSignal,
  onStart?: (awake: () => void) => void,
): Promise<void> {
  if (signal.aborted || ms <= 0) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let awake = () => {};
  await new Promise<void>((resolve) => {
    awake = resolve;
    timer = setTimeout(awake, ms);
    signal.addEventListener("abort", awake);
    onStart?.(awake);
  });
  // Not in `awake`: in Cloudflare Workers another request may call it, and a timer belongs to its request.
  clearTimeout(timer);
  signal.removeEventListener("abort", awake);
}
