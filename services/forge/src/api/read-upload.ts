import { basename } from 'node:path';
import { finished, PassThrough, Readable } from 'node:stream';

import { Busboy } from '@fastify/busboy';
import type { FastifyRequest } from 'fastify';

import { MosaicError } from '@mosaic/platform/errors';

/** A file on its way: its bytes are read as they come, and no faster than they are kept. */
export interface UploadedFile {
  name: string;
  body: Readable;
}

/** Bounds of a form around its one file. */
const FORM = { fields: 16, fieldSize: 4_096, fieldNameSize: 200, files: 4, parts: 20, headerPairs: 20 };

/**
 * The file of a request: the member of a form, or the whole body. `keep` reads it to its end; of a form, what comes after it is read
 * out. @throws MosaicError `invalid_input` where there is none, or nothing says its name.
 */
export async function readUpload<T>(
  request: FastifyRequest,
  { member, name }: { member: string; name: string },
  keep: (file: UploadedFile) => Promise<T>,
): Promise<T> {
  const body = request.body instanceof Readable ? beside(request.body) : Readable.from([]);
  const type = request.headers['content-type'] ?? '';
  if (!/^multipart\/form-data\b/i.test(type)) return keep({ name: required(name), body });
  return readForm(body, { type, member }, (file) => keep({ ...file, name: required(name === '' ? basename(file.name) : name) }));
}

/**
 * The same bytes as a stream of its own: whoever gives it up ends not the connection, on which they are still to be told why. A client
 * that leaves breaks it off.
 */
function beside(body: Readable): Readable {
  const own = new PassThrough();
  finished(body, (error) => {
    if (error) own.destroy(error);
  });
  return body.pipe(own);
}

function required(name: string): string {
  if (name === '') throw new MosaicError('invalid_input', 'Could not determine name of attachment.');
  return name;
}

/** RFC 7578. */
function readForm<T>(
  body: Readable,
  { type, member }: { type: string; member: string },
  keep: (file: UploadedFile) => Promise<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let kept: Promise<T> | null = null;
    let current: Readable | null = null;
    const fail = (cause: unknown): void => {
      body.unpipe();
      current?.destroy(cause instanceof Error ? cause : new Error('the form is malformed'));
      const refuse = () =>
        reject(cause instanceof MosaicError ? cause : new MosaicError('invalid_input', 'The form is malformed.', { cause }));
      // What was not kept is cleared away before the answer; a file that came whole is not given up for what follows it.
      if (kept === null) refuse();
      else kept.then(resolve, refuse);
    };
    let form: InstanceType<typeof Busboy>;
    try {
      form = new Busboy({ headers: { 'content-type': type }, limits: FORM });
    } catch (error) {
      fail(error);
      return;
    }
    form.on('file', (field, file, name) => {
      if (field !== member || kept !== null) {
        file.resume();
        return;
      }
      current = file;
      // The library's types say it is there; a part that is called a stream of bytes may have none.
      kept = keep({ name: String((name as string | undefined) ?? ''), body: file });
      // What is refused is known at once; the rest is read out by whoever answers.
      kept.catch(fail);
    });
    form.on('error', fail);
    form.on('finish', () => {
      if (kept === null) fail(new MosaicError('invalid_input', `The form has no file called "${member}".`));
      else kept.then(resolve, fail);
    });
    finished(body, (error) => {
      if (error) fail(error);
    });
    body.pipe(form);
  });
}
