/** A file on its way. Whoever holds one reads `chunks` to their end or closes it: it hangs on a socket. */
export interface ByteStream {
  /** Bytes; null: its source does not say. */
  readonly size: number | null;
  /** Lower case, without parameters. */
  readonly mimeType: string;
  /** The bytes, to be read once; whoever stops early stops the source. Throws `Failure` as its maker says. */
  readonly chunks: AsyncIterable<Uint8Array>;
  close(): void;
}

/** What a file claims to be; its bytes and its type do not change any more. */
export interface FileFacts {
  readonly mimeType: string;
  /** Bytes. */
  readonly size: number;
}

/** A request that whoever has it may make once or more until `expiresAt` (ISO-8601), exactly with these headers. */
export interface SignedUpload {
  readonly method: 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly expiresAt: string;
}

/**
 * Files in the bucket, never whole in memory. Keys begin with `media/`; any other is a `bug`. Everything throws
 * `Failure` `unavailable` when S3 refuses or breaks off.
 */
export interface MediaBucket {
  /** An upload that S3 takes only with this type and exactly this many bytes. */
  uploadUrl(key: string, file: FileFacts, seconds: number): Promise<SignedUpload>;
  /** An address from which anybody may read the file; S3 is not asked whether it is there. */
  downloadUrl(key: string, seconds: number): Promise<{ readonly url: string; readonly expiresAt: string }>;
  /** Undefined: there is none. */
  head(key: string): Promise<FileFacts | undefined>;
  /** Throws `Failure` `not-found`; its chunks throw `unavailable`. */
  read(key: string): Promise<ByteStream & FileFacts>;
  /**
   * Reads a file to its end into the bucket, whole or not at all; `sha256` is hex. Throws `too-large` beyond `cap` bytes
   * (or beyond 16 MB from a source that does not say its size), `malformed` when it is not as long as its source said,
   * and what its chunks throw.
   */
  write(key: string, file: ByteStream, cap: number): Promise<{ readonly size: number; readonly sha256: string }>;
  /** One that is not there is no failure. */
  remove(key: string): Promise<void>;
}

/** What a file is good for; `document` is anything but a page of HTML. */
export type FileFamily = 'image' | 'audio' | 'video' | 'document';

/** Which file somebody wants from outside, and what it may cost. */
export interface OutsideAsk {
  /** `host.example`, or `.example` for everything below it. */
  readonly hosts: readonly string[];
  readonly family: FileFamily;
  readonly capBytes: number;
  /** Milliseconds for all of it. */
  readonly wholeMs: number;
  /** For the first host alone, never after a redirect to another one. */
  readonly secretHeaders?: Readonly<Record<string, string>>;
}

/**
 * Opens a file at an address that came from outside. Throws `Failure` `forbidden` for an address that is none of
 * `hosts`, or not public; `not-found` where nothing lies (any more); `too-large`; `malformed` for a type that is not of
 * the family, or a lie; `meta-rejected` for another refusal; `meta-unavailable` for trouble that may pass. Its chunks
 * throw the last ones too.
 */
export type Outside = (url: string, ask: OutsideAsk) => Promise<ByteStream>;

/** The same where Meta keeps the files that people send; an address anywhere else is `forbidden`. */
export type MetaFiles = (url: string, ask: Omit<OutsideAsk, 'hosts' | 'secretHeaders'>) => Promise<ByteStream>;
