/** One of upstream's operations that a server does not have. */
export interface UnservedOperation {
  /** Upstream's chapter. */
  tag: string;
  method: string;
  /** Below the API's prefix; names in braces. */
  path: string;
}

/** Those of upstream's operations ("GET /path", by chapter) that are not among the served ones; names of parameters may differ. */
export function unservedOf(
  upstream: Readonly<Record<string, readonly string[]>>,
  served: readonly { method: string; path: string }[],
): UnservedOperation[] {
  const known = new Set(served.map(shapeOf));
  return Object.entries(upstream)
    .flatMap(([tag, operations]) =>
      operations.map((operation) => {
        const [method = '', path = ''] = operation.split(' ');
        return { tag, method, path };
      }),
    )
    .filter((operation) => !known.has(shapeOf(operation)));
}

function shapeOf({ method, path }: { method: string; path: string }): string {
  return `${method} ${path.replace(/\{\w+\}/g, '{}')}`;
}
