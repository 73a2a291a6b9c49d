import { type DeviceKey, deviceKey } from "@refresh-once/browser";

/** A fixed text and a fixed IV, so that the same key always gives the same ciphertext. */
const text = new TextEncoder().encode("which key is this?");
const iv = new Uint8Array(12);

const channel = "device-key";

/** Resolves when one of the tabs calls `start`, so that all of them need their keys at the same moment. */
const started = new Promise<void>((resolve) => {
  new BroadcastChannel(channel).onmessage = () => resolve();
});

/** Starts all tabs, this one included. */
function start(): void {
  new BroadcastChannel(channel).postMessage("start");
}

/** Returns what tells the keys of twenty names apart, without their bytes. */
async function fingerprints(): Promise<string> {
  await started;
  const names = Array.from({ length: 20 }, (_, at) => `key ${at}`);
  return (await Promise.all(names.map(fingerprint))).join(" ");
}

async function fingerprint(name: string): Promise<string> {
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await keyOf(name), text);
  return [...new Uint8Array(sealed)].join();
}

/** Returns the error that a script gets when it reads the bytes of the key. */
async function exportError(name: string): Promise<string> {
  const exported = crypto.subtle.exportKey("raw", await keyOf(name));
  return exported.then(
    () => "none",
    (error: unknown) => String(error),
  );
}

async function keyOf(name: string): Promise<CryptoKey> {
  const key: DeviceKey = await deviceKey({ name })();
  if (key instanceof CryptoKey) return key;
  throw new TypeError("The key is no CryptoKey");
}

Reflect.set(globalThis, "app", { start, fingerprints, exportError });
