/**
 * SHA-256 for runtimes without `crypto.subtle`: React Native, and pages that were loaded over http. It is
 * used only to tell seeds apart, not for encryption or signatures.
 *
 * @see {@link https://doi.org/10.6028/NIST.FIPS.180-4 FIPS 180-4 §6.2}
 */
export function sha256(message: Uint8Array): Uint8Array {
  const bytes = pad(message);
  const view = new DataView(bytes.buffer);
  const constants = rootConstants(Math.cbrt);
  let hash = rootConstants(Math.sqrt).slice(0, 8);
  for (let block = 0; block < bytes.length; block += 64) {
    const words: number[] = [];
    let state: readonly number[] = hash;
    constants.forEach((constant, at) => {
      const word = at < 16 ? view.getInt32(block + at * 4) : nextWord(words);
      words.push(word);
      state = nextState(state, constant + word);
    });
    hash = hash.map((word, at) => (word + (state[at] ?? 0)) | 0);
  }
  // The message is not needed any more, so its place is used for the digest.
  hash.forEach((word, at) => {
    view.setInt32(at * 4, word);
  });
  return bytes.slice(0, 32);
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
function pad(message: Uint8Array): Uint8Array<ArrayBuffer> {
  const { length } = message;
  const bytes = new Uint8Array(Math.ceil((length + 9) / 64) * 64);
  bytes.set(message);
  bytes[length] = 0x80;
  new DataView(bytes.buffer).setUint32(bytes.length - 4, length * 8);
  return bytes;
}

/** The next word of the message schedule. */
function nextWord(words: readonly number[]): number {
  const before = (back: number) => words.at(-back) ?? 0;
  const near = xorOfRotations(before(2), 17, 19) ^ (before(2) >>> 10);
  const far = xorOfRotations(before(15), 7, 18) ^ (before(15) >>> 3);
  return (before(16) + before(7) + near + far) | 0;
}

/** One round of the compression function. */
function nextState(state: readonly number[], added: number): number[] {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  const first = h + added + xorOfRotations(e, 6, 11, 25) + ((e & f) ^ (~e & g));
  const second = xorOfRotations(a, 2, 13, 22) + ((a & b) ^ (a & c) ^ (b & c));
  return [(first + second) | 0, a, b, c, (d + first) | 0, e, f, g];
}
