import { createCipheriv, type Cipheriv } from 'node:crypto';

/** Shape of the repository: some 30 MB packed, as a mid-sized project is after a year of work. */
const COMMITS = 690;
const NEW_FILES_PER_COMMIT = 4;
const EDITS_PER_COMMIT = 4;
const FILE_BYTES = { least: 2_000, most: 26_000 };
const LINE_BYTES = 60;
const FIRST_COMMIT_AT = 1_700_000_000;

/**
 * The same history on every run, as a stream for `git fast-import`: text that compresses to about three quarters (base64 of
 * random bytes), new files in every commit, and edits of a few lines that git stores as deltas.
 */
export function* fixtureHistory(): Generator<string> {
  const random = new RepeatableBytes();
  const files: { path: string; lines: string[] }[] = [];
  for (let commit = 1; commit <= COMMITS; commit++) {
    const author = `Fixture <fixture@localhost> ${FIRST_COMMIT_AT + commit * 3600} +0000`;
    yield `commit refs/heads/main\nmark :${commit}\nauthor ${author}\ncommitter ${author}\n${data(`Change ${commit}\n`)}`;
    if (commit > 1) yield `from :${commit - 1}\n`;
    for (let made = 0; made < NEW_FILES_PER_COMMIT; made++) {
      const path = `src/part-${random.below(40)}/module-${files.length}.txt`;
      files.push({ path, lines: random.lines(FILE_BYTES.least + random.below(FILE_BYTES.most - FILE_BYTES.least)) });
      yield fileOf(files.at(-1) as (typeof files)[number]);
    }
    for (let edited = 0; edited < EDITS_PER_COMMIT; edited++) {
      const file = files[random.below(files.length)] as (typeof files)[number];
      file.lines.splice(random.below(file.lines.length), 2, ...random.lines(3 * LINE_BYTES));
      yield fileOf(file);
    }
    yield '\n';
  }
}

function fileOf({ path, lines }: { path: string; lines: readonly string[] }): string {
  return `M 100644 inline ${path}\n${data(`${lines.join('\n')}\n`)}`;
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

/** Bytes of AES in counter mode with a fixed key: as good as random for a compressor, and the same on every machine. */
class RepeatableBytes {
  readonly #cipher: Cipheriv = createCipheriv('aes-128-ctr', Buffer.alloc(16, 'mosaic'), Buffer.alloc(16));

  #bytes(count: number): Buffer {
    return this.#cipher.update(Buffer.alloc(count));
  }

  below(limit: number): number {
    return this.#bytes(4).readUInt32BE() % limit;
  }

  /** About `size` characters of base64 in lines. */
  lines(size: number): string[] {
    const text = this.#bytes(Math.ceil((size * 3) / 4)).toString('base64');
    return text.match(new RegExp(`.{1,${LINE_BYTES}}`, 'g')) ?? [];
  }
}
