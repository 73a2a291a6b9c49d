import fc from "fast-check";

/** A marker in every string of a reply; no error may contain it. */
export const mark = "mark-4c1f90d7";

/** Field names that have a meaning for some provider or in JavaScript. */
const names = fc.constantFrom(
  "access_token",
  "accessToken",
  "refresh_token",
  "refreshToken",
  "expires_in",
  "refresh_token_expires_at",
  "token_type",
  "scope",
  "error",
  "error_description",
  "id_token",
  "__proto__",
  "constructor",
  "toString",
);

const marked = fc.string({ unit: "binary", maxLength: 12 }).map((text) => mark + text);

/** Values that `JSON.stringify` never writes, or that `JSON.parse` reads in an unexpected way. */
const oddValue = fc.constantFrom(
  ...["NaN", "1e400", "-1e400", "1e-400", "-0", "0", "1e306", "01", '"1e3"', '"0x10"', '"-1"'],
  ...['""', '" "', "null", '"\\ud800"', '"\\u0000"', "9007199254740993", "undefined"],
  ...['{"__proto__":{"polluted":1}}', '{"constructor":{"prototype":{"polluted":1}}}'],
  ...[`{"id":1,"value":"${mark}","expiredAt":"2030-01-01"}`, '{"value":null,"expiredAt":1e400}'],
  ...['"invalid_grant"', '"temporarily_unavailable"', '"2030-01-01T00:00:00Z"'],
);

const nested = fc
  .tuple(fc.integer({ min: 1, max: 20_000 }), fc.constantFrom("[]", '{"a":}'))
  .map(([depth, pair]) => {
    const at = pair.length - 1;
    return pair.slice(0, at).repeat(depth) + (at > 1 ? "1" : "") + pair.slice(at).repeat(depth);
  });

const value = fc.oneof(
  { weight: 4, arbitrary: marked.map((text) => JSON.stringify(text)) },
  { weight: 4, arbitrary: oddValue },
  { weight: 2, arbitrary: fc.json({ maxDepth: 3 }) },
  { weight: 1, arbitrary: nested },
  { weight: 1, arbitrary: fc.constant(JSON.stringify(mark.repeat(2_000))) },
);

/** JSON text of an object that may contain a name twice. */
const object = fc
  .array(fc.tuple(names, value), { maxLength: 8 })
  .map((fields) => `{${fields.map(([name, text]) => `"${name}":${text}`).join(",")}}`);

/** A valid reply, followed by odd fields. */
const nearlyRight = fc.tuple(names, value).map(([name, text]) => {
  const right = `"access_token":"${mark}","accessToken":"${mark}","refresh_token":"${mark}"`;
  return `{${right},"${name}":${text}}`;
});

/** A valid reply with an invalid lifetime. */
const oddLifetime = fc
  .constantFrom(
    ...["1e400", "-1e400", "1e306", "-1e300", "-0", "1e-400", '"1e3"', '"1e400"', "NaN"],
  )
  .map((seconds) => `{"access_token":"${mark}","accessToken":"${mark}","expires_in":${seconds}}`);

const text = fc.oneof(
  { weight: 6, arbitrary: object },
  { weight: 6, arbitrary: nearlyRight },
  { weight: 1, arbitrary: oddLifetime },
  { weight: 2, arbitrary: fc.json() },
  { weight: 1, arbitrary: marked },
);

const bytes = fc
  .tuple(
    text,
    fc.constantFrom("", "", "\ufeff", "\ufeff\ufeff", " \n"),
    fc.option(fc.nat({ max: 100 })),
    fc.option(fc.uint8Array({ maxLength: 4 })),
  )
  .map(([content, before, cut, behind]) => {
    const whole = Buffer.from(before + content);
    const kept = cut === null ? whole : whole.subarray(0, Math.ceil((whole.length * cut) / 100));
    return behind ? Buffer.concat([kept, behind]) : kept;
  });

/** One in a hundred texts is longer than the limit. */
const body = fc.oneof(
  { weight: 99, arbitrary: bytes },
  { weight: 1, arbitrary: fc.constant(Buffer.alloc(1024 * 1024 + 1, mark)) },
);

const status = fc.oneof(
  { weight: 3, arbitrary: fc.constant(200) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(0, 100, 101, 199, 201, 204, 205, 226, 299, 300, 302, 304, 307),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(399, 400, 401, 403, 404, 429, 499, 500, 503, 599, 600, 999),
  },
);

const retryAfter = fc.oneof(
  fc.constantFrom("0", "-1", "1e9", "999999999", "9999999999", "NaN", "", " 5 ", "1, 2", mark),
  fc.constantFrom(
    "Wed, 21 Oct 2099 07:28:00 GMT",
    "Wed, 99 Oct 2099 GMT",
    "Sun, 1 GMT",
    "Mon,  GMT",
  ),
  fc.string({ maxLength: 20 }).map((odd) => odd.replace(/[^\x21-\x7e]/g, "")),
);

const contentType = fc.constantFrom(
  ...["application/json", "text/html", "application/json; charset=utf-16", "x", "multipart/mixed"],
);

/** The parts of an arbitrary reply. */
export interface OddResponse {
  readonly status: number;
  readonly body: Buffer;
  readonly chunk: number;
  readonly retryAfter: string | null;
  readonly contentType: string;
}

export const oddResponse: fc.Arbitrary<OddResponse> = fc.record({
  status,
  body,
  chunk: fc.integer({ min: 1, max: 5_000 }),
  retryAfter: fc.option(retryAfter),
  contentType,
});

/** Builds the response that `fetch` would return, even with a status that the constructor rejects. */
export function responseOf({
  status,
  body,
  chunk,
  retryAfter,
  contentType,
}: OddResponse): Response {
  const headers = new Headers({ "content-type": contentType });
  if (retryAfter !== null) headers.set("retry-after", retryAfter);
  const hasBody = ![0, 101, 204, 205, 304].includes(status);
  const possible = status >= 200 && status <= 599;
  const response = new Response(hasBody ? inChunks(body, chunk) : null, {
    status: possible ? status : 400,
    headers,
  });
  return possible ? response : Object.defineProperty(response, "status", { value: status });
}

function inChunks(body: Buffer, size: number): ReadableStream<Uint8Array> {
  let at = 0;
  const step = Math.max(size, Math.ceil(body.length / 50));
  return new ReadableStream({
    pull(controller) {
      if (at >= body.length) return controller.close();
      controller.enqueue(new Uint8Array(body.subarray(at, at + step)));
      at += step;
    },
  });
}
