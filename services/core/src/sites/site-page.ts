/** A small page of the platform's own, where a site has none to show. */
export function sitePage(title: string, text: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escape(title)}</title>
<style>
:root { color-scheme: light dark; --page: #f7f8f9; --text: #1c2024; --muted: #5c6570 }
@media (prefers-color-scheme: dark) { :root { --page: #16181d; --text: #e6e9ee; --muted: #98a2af } }
body { margin: 20vh auto 0; max-width: 560px; padding: 0 24px; background: var(--page); color: var(--text); font: 14px/20px Inter, system-ui, sans-serif }
h1 { font-size: 20px; font-weight: 600 }
p { color: var(--muted) }
</style>
<h1>${escape(title)}</h1>
<p>${escape(text)}</p>
`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
