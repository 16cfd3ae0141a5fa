import { useRouter, useRouterState } from '@tanstack/react-router';
import { type AnchorHTMLAttributes, type MouseEvent, useEffect } from 'react';

interface AppLinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  href: string;
}

/**
 * A link by plain address. Addresses come from contracts (a journey's hop, an inbox entry) and may hold any character,
 * so they are never read as route patterns. Foreign origins open as the browser opens them.
 */
export function AppLink({ href, onClick, className = 'plain-link', ...rest }: AppLinkProps) {
  const router = useRouter();
  const local = localPath(href);
  const follow = (event: MouseEvent<HTMLAnchorElement>): void => {
    onClick?.(event);
    if (event.defaultPrevented || local === null || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    router.history.push(local);
  };
  return <a {...rest} href={local ?? href} className={className} onClick={follow} />;
}

/** Path, query and hash when the address is one of this origin's pages; null for others. */
export function localPath(href: string): string | null {
  try {
    const url = new URL(href, window.location.origin);
    return url.origin === window.location.origin ? url.pathname + url.search + url.hash : null;
  } catch {
    return null;
  }
}

export function useGo(): (href: string) => void {
  const router = useRouter();
  return (href) => {
    const local = localPath(href);
    if (local === null) window.location.assign(href);
    else router.history.push(local);
  };
}

/** Leads to where a thing really stands, in place of this address. */
export function Forward({ href }: { href: string }) {
  const router = useRouter();
  useEffect(() => router.history.replace(href), [router, href]);
  return null;
}

/** One member of the query string: filters and tabs live there, so that any view can be shared. */
export function useSearchParam(name: string, fallback: string): [string, (value: string) => void] {
  const router = useRouter();
  const location = useRouterState({
    select: ({ location: { pathname, searchStr, hash } }) => ({ pathname, searchStr, hash }),
    structuralSharing: true,
  });
  const params = new URLSearchParams(location.searchStr);
  const set = (value: string): void => {
    // While another page is on its way the address is already that page's; a move within this one holds up no other.
    const { status, resolvedLocation } = router.state;
    if (status === 'pending' && resolvedLocation?.pathname !== location.pathname) return;
    if (value === fallback) params.delete(name);
    else params.set(name, value);
    // Another filter is another list, which begins at its first page.
    if (name !== 'page') params.delete('page');
    const search = params.toString();
    router.history.replace(location.pathname + (search === '' ? '' : `?${search}`));
  };
  return [params.get(name) ?? fallback, set];
}

/** A path of encoded segments. */
export function pathTo(...segments: (string | number)[]): string {
  return `/${segments.map((segment) => encodeURIComponent(segment)).join('/')}`;
}
