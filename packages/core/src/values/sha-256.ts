/** The first 32 bits of the fractional parts of the roots of the first 64 primes. */
function constants(root: (prime: number) => number): number[] {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < 64; candidate++) {
    if (primes.every((prime) => candidate % prime)) primes.push(candidate);
  }
  return primes.map((prime) => ((root(prime) % 1) * 2 ** 32) | 0);
}

/** The exclusive or of a word, rotated to the right by each of these numbers of bits. */
function mixed(word: number, ...bits: number[]): number {
  return bits.reduce((sum, by) => sum ^ ((word >>> by) | (word << (32 - by))), 0);
}

/** A message with its padding and its length in bits. */
function padded({ length, buffer, byteOffset }: Uint8Array): DataView {
  const bytes = new Uint8Array(Math.ceil((length + 9) / 64) * 64);
  bytes.set(new Uint8Array(buffer, byteOffset, length));
  bytes[length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setUint32(bytes.length - 4, length * 8);
  return view;
}

function round(state: readonly number[], added: number): number[] {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  const first = h + added + mixed(e, 6, 11, 25) + ((e & f) ^ (~e & g));
  const second = mixed(a, 2, 13, 22) + ((a & b) ^ (a & c) ^ (b & c));
  return [(first + second) | 0, a, b, c, (d + first) | 0, e, f, g];
}

/**
 * SHA-256 for runtimes without `crypto.subtle`: React Native, and pages that were loaded over http. It only
 * tells seeds apart; nothing is sealed or signed with it.
 *
 * @see {@link https://doi.org/10.6028/NIST.FIPS.180-4 FIPS 180-4 §6.2}
 */
export function sha256(message: Uint8Array): Uint8Array {
  const bytes = padded(message);
  const added = constants(Math.cbrt);
  let hash = constants(Math.sqrt).slice(0, 8);
  for (let block = 0; block < bytes.byteLength; block += 64) {
    const words: number[] = [];
    const before = (back: number) => words.at(-back) ?? 0;
    const extended = () => {
      const [near, far] = [before(2), before(15)];
      const sigmas = (mixed(near, 17, 19) ^ (near >>> 10)) + (mixed(far, 7, 18) ^ (far >>> 3));
      return (before(16) + before(7) + sigmas) | 0;
    };
    const start = hash;
    added.forEach((constant, at) => {
      words.push(at < 16 ? bytes.getInt32(block + at * 4) : extended());
      hash = round(hash, constant + before(1));
    });
    hash = hash.map((word, at) => (word + (start[at] ?? 0)) | 0);
  }
  const digest = new DataView(new ArrayBuffer(32));
  for (const [at, word] of hash.entries()) digest.setInt32(at * 4, word);
  return new Uint8Array(digest.buffer);
}
