// The few requests that Tidemark makes of an object store.

export interface PutOptions {
  readonly contentType?: string;
  /** Write only where there is no object yet. */
  readonly ifNoneMatch?: true;
  /** Write only over the version with this ETag. */
  readonly ifMatch?: string;
  readonly signal?: AbortSignal;
}
export interface StoredObject {
  readonly body: Buffer;
  readonly etag: string;
}
export interface ListedObject {
  readonly key: string;
  readonly bytes: number;
  /** By the store's clock. */
  readonly lastModified: Date;
}

/** Every method rejects with the errors of ./errors.ts; a signal's abort stays an AbortError. */
export interface ObjectStore {
  /** A condition that doesn't hold is PreconditionFailed, or WriteConflict while another write is under way. */
  put(key: string, body: Uint8Array | string, options?: PutOptions): Promise<{ readonly etag: string }>;
  get(key: string, signal?: AbortSignal): Promise<StoredObject | null>;
  /** Bytes `start` to `end`, both included; null when there is no such object. */
  getRange(key: string, start: number, end: number, signal?: AbortSignal): Promise<Buffer | null>;
  head(key: string, signal?: AbortSignal): Promise<{ readonly bytes: number; readonly etag: string } | null>;
  /** In key order, page by page. */
  list(prefix: string, signal?: AbortSignal): AsyncIterable<ListedObject>;
  /** The folders directly under `prefix`, which ends with a slash; each with its own slash at the end. */
  folders(prefix: string, signal?: AbortSignal): AsyncIterable<string>;
  delete(keys: readonly string[]): Promise<void>;
  close(): void;
}
