import css from './commit-text.module.css';

/** What somebody wrote with a commit or a tag, as it is written. */
export function CommitText({ text }: { text: string }) {
  return <pre className={css['commit-text']}>{text}</pre>;
}
