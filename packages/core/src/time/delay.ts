/** Waits `ms`. It resolves earlier if `wake` is called or the signal aborts, and it never rejects. */
export async function delay(
  ms: number,
  signal: AbortSignal,
  onStart?: (wake: () => void) => void,
): Promise<void> {
  if (signal.aborted || ms <= 0) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wake = () => {};
  await new Promise<void>((resolve) => {
    wake = resolve;
    timer = setTimeout(wake, ms);
    signal.addEventListener("abort", wake);
    onStart?.(wake);
  });
  // This must not happen in `wake`: in Cloudflare Workers, another request may call it, and only the
  // request that started a timer can stop it.
  clearTimeout(timer);
  signal.removeEventListener("abort", wake);
}
