import type { MergeStanding } from '../change-queries.ts';
import css from './merge-box.module.css';

/** What the rule of the base asks for that is not there yet, and whether it keeps the reader from merging at all. */
export function UnmetConditions({
  standing: { mayMerge, unmet },
  base,
  mayPush,
}: {
  standing: MergeStanding;
  base: string;
  mayPush: boolean;
}) {
  return (
    <>
      {unmet.length > 0 && (
        <>
          <p>{`${base} is protected, and its rule is not met yet:`}</p>
          <ul className={css['conflicts']} aria-label="What is not met yet">
            {unmet.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </>
      )}
      {mayPush && !mayMerge && <p className="muted">{`The rule for ${base} names who may merge into it; you are not among them.`}</p>}
    </>
  );
}
