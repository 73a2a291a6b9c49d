import type { AxiosProgressEvent } from "axios";
import { describe, expect, test } from "vitest";
import { adapters, openTwo } from "./two-clients.ts";

const size = 256 * 1024;

describe.each(adapters)("onUploadProgress on the %s adapter", (adapter) => {
  test("is told of each sending up to its end", async () => {
    await using clients = await openTwo({ adapter });
    const ends: AxiosProgressEvent[] = [];
    const onUploadProgress = (progress: AxiosProgressEvent) => {
      if (progress.loaded === size) ends.push(progress);
    };
    await clients.attached.post("/", "x".repeat(size), { onUploadProgress });
    const { received } = clients.resource;
    expect(received.map(({ body }) => body.length)).toEqual([size, size]);
    await expect.poll(() => ends.length).toBe(2);
    expect(ends.map(({ total }) => total)).toEqual([size, size]);
  });

  test("is told of one sending, where one was enough", async () => {
    await using clients = await openTwo({ adapter });
    await clients.attached.get("/");
    let ends = 0;
    const onUploadProgress = ({ loaded }: AxiosProgressEvent) => {
      if (loaded === size) ends++;
    };
    await clients.attached.post("/", "x".repeat(size), { onUploadProgress });
    await expect.poll(() => ends).toBe(1);
  });
});
