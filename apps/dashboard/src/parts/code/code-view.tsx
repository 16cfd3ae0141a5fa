import { useQuery } from '@tanstack/react-query';
import { type CSSProperties, type MouseEvent, useEffect, useMemo, useRef } from 'react';

import { formatRange, parseRange } from '../log/log-lines.ts';
import { renderKeys } from '../render/keys.ts';
import { render } from '../render/render.ts';
import css from './code-view.module.css';

/** Beyond this many characters code is shown plain: colouring more blocks the page for seconds. */
const COLOUR_LIMIT = 300_000;

interface Token {
  content: string;
  htmlStyle?: Record<string, string> | string;
}

interface CodeViewProps {
  code: string;
  /** File name or fence word; decides the grammar. */
  name: string;
  hash: string;
  onSelect: (hash: string) => void;
}

/** A file's text with line permalinks; colours come in when their chunk has loaded and move nothing. */
export function CodeView({ code, name, hash, onSelect }: CodeViewProps) {
  const tokens = useTokens(code, name);
  const plain = useMemo(
    () =>
      code
        .replace(/\n$/, '')
        .split('\n')
        .map((content): Token[] => [{ content }]),
    [code],
  );
  const lines = tokens ?? plain;
  const selected = parseRange(hash);
  const box = useRef<HTMLDivElement>(null);
  const first = useRef(selected?.from);
  useEffect(() => {
    if (first.current !== undefined) box.current?.querySelector(`#L${first.current}`)?.scrollIntoView({ block: 'center' });
  }, []);
  const select = (number: number, event: MouseEvent): void => {
    event.preventDefault();
    onSelect(event.shiftKey && selected !== null ? formatRange(selected.from, number) : formatRange(number, number));
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scroll area must be reachable by keys
    <div className={css['code']} ref={box} tabIndex={0} role="group" aria-label={`Text of ${name}`}>
      {lines.slice(0, plain.length).map((line, index) => {
        const number = index + 1;
        return (
          <div
            key={number}
            id={`L${number}`}
            className={css['code-line']}
            data-marked={(selected !== null && number >= selected.from && number <= selected.to) || undefined}
          >
            <a
              href={`#L${number}`}
              className={css['code-number']}
              aria-label={`Line ${number}`}
              onClick={(event) => select(number, event)}
              data-number={number}
            />
            <span className={css['code-text']}>
              {line.map(({ content, htmlStyle }, at) => (
                <span
                  key={at}
                  className={htmlStyle === undefined ? undefined : css['token']}
                  style={typeof htmlStyle === 'object' ? (htmlStyle as CSSProperties) : undefined}
                >
                  {content}
                </span>
              ))}
            </span>
          </div>
        );
      })}
    </div>
  );
}

function useTokens(code: string, name: string): Token[][] | undefined {
  return (
    useQuery({
      queryKey: renderKeys.code(name, code),
      queryFn: async () => (await render({ kind: 'tokens', source: code, name })) as Token[][] | null,
      // A text that could not be coloured in time stays plain.
      retry: false,
      enabled: code.length <= COLOUR_LIMIT,
      staleTime: 0,
      gcTime: 60_000,
    }).data ?? undefined
  );
}
