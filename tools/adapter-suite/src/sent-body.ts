import type { Received } from "./resource.ts";

/** The body of a request, to be compared: its type and bytes, or its parts where it has such. */
export async function bodyOf(request: Received | undefined): Promise<unknown> {
  if (!request) return undefined;
  const { "content-type": type = "" } = request.headers;
  const bytes = request.body.toString("latin1");
  // By the body: axios's fetch adapter says of a form that it is urlencoded, unless it is told.
  const [, boundary] = /^--(\S+)\r\n/.exec(bytes) ?? [];
  if (!boundary) return { type, bytes };
  const headers = { "content-type": `multipart/form-data; boundary=${boundary}` };
  const form = await new Response(new Uint8Array(request.body), { headers }).formData();
  const parts = await Promise.all(Array.from(form, ([name, value]) => partOf(name, value)));
  return { type: type.replace(boundary, "…"), parts };
}

async function partOf(name: string, value: string | File) {
  if (typeof value === "string") return { name, value };
  const { name: fileName, type } = value;
  return { name, fileName, type, bytes: Buffer.from(await value.arrayBuffer()).toString("latin1") };
}
