import type { UploaderName } from "../scenario/index.ts";

export type BodyName = "Buffer" | "Blob" | "string";

/** What a process that uploads is to do; it travels as JSON. */
export interface UploadJob {
  readonly client: UploaderName;
  readonly body: BodyName;
  /** Of the body, bytes. */
  readonly size: number;
  readonly origin: string;
  /** With our adapter, which gets `a1` for `a0`; or with these tokens, one after the other, by hand. */
  readonly by: "adapter" | readonly string[];
}

export function isUploadJob(value: unknown): value is UploadJob {
  return typeof value === "object" && value !== null && "by" in value && "size" in value;
}

/** What that has come to; memory in bytes. */
export interface Uploaded {
  /** Of the last answer. */
  readonly status: number;
  /** Why it was not sent again. */
  readonly why?: string | undefined;
  /** The most that was resident at any time. */
  readonly peak: number;
  /** By how much the heap and its buffers have grown when all is over. */
  readonly held: number;
}

export function isUploaded(value: unknown): value is Uploaded {
  return typeof value === "object" && value !== null && "peak" in value && "held" in value;
}
