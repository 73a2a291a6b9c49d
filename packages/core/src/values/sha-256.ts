/**
 * SHA-256 for runtimes without `crypto.subtle`: React Native, and pages that were loaded over http. It is
 * used only to tell seeds apart, not for encryption or signatures.
 *
 * @see {@link https://doi.org/10.6028/NIST.FIPS.180-4 FIPS 180-4 §6.2}
 */
export function sha256(message: Uint8Array): Uint8Array {
  const bytes = pad(message);
  const constants = rootConstants(Math.cbrt);
  let hash = rootConstants(Math.sqrt).slice(0, 8);
  for (let block = 0; block < bytes.byteLength; block += 64) {
    const words: number[] = [];
    const wordBefore = (back: number) => words.at(-back) ?? 0;
    const nextWord = () => {
      const [near, far] = [wordBefore(2), wordBefore(15)];
      const sigmas =
        (xorOfRotations(near, 17, 19) ^ (near >>> 10)) + (xorOfRotations(far, 7, 18) ^ (far >>> 3));
      return (wordBefore(16) + wordBefore(7) + sigmas) | 0;
    };
    const start = hash;
    constants.forEach((constant, at) => {
      words.push(at < 16 ? bytes.getInt32(block + at * 4) : nextWord());
      hash = nextState(hash, constant + wordBefore(1));
    });
    hash = hash.map((word, at) => (word + (start[at] ?? 0)) | 0);
  }
  const digest = new DataView(new ArrayBuffer(32));
  for (const [at, word] of hash.entries()) digest.setInt32(at * 4, word);
  return new Uint8Array(digest.buffer);
}

/** SHA-256's constants: the first 32 fractional bits of a root of each of the first 64 primes. */
function rootConstants(root: (prime: number) => number): number[] {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < 64; candidate++) {
    if (primes.every((prime) => candidate % prime)) primes.push(candidate);
  }
  return primes.map((prime) => ((root(prime) % 1) * 2 ** 32) | 0);
}

/** Rotates a word to the right by each of the given numbers of bits, and combines the results by XOR. */
function xorOfRotations(word: number, ...bits: number[]): number {
  return bits.reduce((sum, by) => sum ^ ((word >>> by) | (word << (32 - by))), 0);
}

/** Appends the padding and the message's length in bits. */
function pad({ length, buffer, byteOffset }: Uint8Array): DataView {
  const bytes = new Uint8Array(Math.ceil((length + 9) / 64) * 64);
  bytes.set(new Uint8Array(buffer, byteOffset, length));
  bytes[length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setUint32(bytes.length - 4, length * 8);
  return view;
}

/** One round of the compression function. */
function nextState(state: readonly number[], added: number): number[] {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  const first = h + added + xorOfRotations(e, 6, 11, 25) + ((e & f) ^ (~e & g));
  const second = xorOfRotations(a, 2, 13, 22) + ((a & b) ^ (a & c) ^ (b & c));
  return [(first + second) | 0, a, b, c, (d + first) | 0, e, f, g];
}
