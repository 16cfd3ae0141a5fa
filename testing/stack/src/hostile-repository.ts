import { spawn } from 'node:child_process';
import { once } from 'node:events';

const MIB = 1_024 * 1_024;

/** What is in the fixture, for who asks about it. */
export const HOSTILE = {
  files: 50_000,
  blobBytes: 200 * MIB,
  messageBytes: 5 * MIB,
  refs: 100_000,
} as const;

const PIPELINE =
  'labels: { backend: local }\nsteps:\n  - name: count\n    image: sh\n    commands: ["ls many | wc -l", "wc -c < large.bin", "git log -1 --format=%an | od -c | head -1"]\n';

/** `data` of git-fast-import(1): exact bytes. */
function data(bytes: Uint8Array | string): Buffer {
  const raw = Buffer.from(bytes as Uint8Array);
  return Buffer.concat([Buffer.from(`data ${raw.length}\n`), raw, Buffer.from('\n')]);
}

/** Bytes that are no UTF-8. */
const LATIN1 = Buffer.from('J\xf6rg', 'latin1');

/**
 * Makes a repository of all that a forge must bear, on `main`: a message of 5 MiB, an author, names and paths that are no UTF-8, a
 * submodule, an LFS pointer, loops of links, a file of 200 MiB and a folder of 50,000 files; a pipeline runs at it.
 */
export async function fillHostile(gitDir: string): Promise<void> {
  const child = spawn('git', ['-C', gitDir, 'fast-import', '--quiet', '--force'], { stdio: ['pipe', 'inherit', 'inherit'] });
  const write = async (bytes: Uint8Array | string) => {
    if (!child.stdin.write(bytes)) await once(child.stdin, 'drain');
  };
  const text = (path: string, content: string, mode = '100644') =>
    write(Buffer.concat([Buffer.from(`M ${mode} inline ${path}\n`), data(content)]));
  const author = Buffer.concat([Buffer.from('author '), LATIN1, Buffer.from(' <joerg@example.com> 1700000000 +0000\n')]);
  const committer = Buffer.from('committer \u202eevil\u202c <> 1700000000 +1400\n');
  await write(Buffer.concat([Buffer.from('commit refs/heads/main\nmark :1\n'), author, committer, data('first\n')]));
  await text('.woodpecker.yaml', PIPELINE);
  await text('loop', 'loop', '120000');
  await text('a', 'b', '120000');
  await text('b', 'a', '120000');
  await text('out', '../../../etc/passwd', '120000');
  await text('lfs.bin', `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 123456\n`);
  await text('.gitmodules', '[submodule "sub"]\n\tpath = sub\n\turl = https://example.invalid/sub.git\n');
  await write(`M 160000 ${'1'.repeat(40)} sub\n`);
  await write(Buffer.concat([Buffer.from('M 100644 inline "bytes/J\\366rg.txt"\n'), data(LATIN1)]));
  await text('"bytes/line\\nbreak"', 'x');
  await text('"bytes/\u202egpj.exe"', 'x');
  await text(
    'README.md',
    `# Hostile\n\n${'<details>'.repeat(500)}\n${'['.repeat(2_000)}\n![](https://example.com/a.png)<script>alert(1)</script>\n`,
  );
  await write(`M 100644 inline large.bin\ndata ${HOSTILE.blobBytes}\n`);
  for (let written = 0; written < HOSTILE.blobBytes; written += MIB) await write(Buffer.alloc(MIB));
  await write('\n');
  for (let index = 0; index < HOSTILE.files; index++) await text(`many/file-${String(index).padStart(6, '0')}`, `${index % 7}`);
  await write(
    Buffer.concat([
      Buffer.from('\ncommit refs/heads/main\nmark :3\n'),
      author,
      committer,
      data(`Long\n\n${'m'.repeat(HOSTILE.messageBytes)}`),
      Buffer.from('from :1\n'),
    ]),
  );
  await text('last', 'x');
  await write('\ndone\n');
  child.stdin.end();
  const [code] = (await once(child, 'exit')) as [number];
  if (code !== 0) throw new Error(`git fast-import ended with ${code}`);
}
