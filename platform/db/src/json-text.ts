declare const held: unique symbol;

/** What a column holds as JSON: its table says what that is, so that whoever reads it need not. Made by {@link toJson} alone. */
export type JsonText<T> = string & { readonly [held]: T };

/** A list comes back as the reader's own, whatever it was written from. */
export function toJson<E>(value: readonly E[]): JsonText<E[]>;
export function toJson<T>(value: T): JsonText<T>;
export function toJson<T>(value: T): JsonText<T> {
  return JSON.stringify(value) as JsonText<T>;
}

/** What {@link toJson} was given; null where the column holds none. */
export function fromJson<T>(text: JsonText<T>): T;
export function fromJson<T>(text: JsonText<T> | null): T | null;
export function fromJson<T>(text: JsonText<T> | null): T | null {
  return text === null ? null : (JSON.parse(text) as T);
}
