import { Tooltip } from '@mantine/core';
import {
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleMinus,
  IconCircleXFilled,
  IconLoader2,
  type Icon,
} from '@tabler/icons-react';

import { type State, type StatefulKind, stateView } from './state-words.ts';
import css from './status-icon.module.css';

const ICONS: Record<State, Icon> = {
  waiting: IconCircleDashed,
  running: IconLoader2,
  ok: IconCircleCheckFilled,
  failed: IconCircleXFilled,
  'needs-you': IconAlertTriangleFilled,
  cancelled: IconCircleMinus,
  skipped: IconCircleMinus,
};

interface StatusIconProps {
  /** What it is the state of, whose words `status` is one of. */
  of: StatefulKind;
  status: string;
  iconOnly?: boolean;
  size?: number;
}

/** A state as icon, word and colour. With `iconOnly` the word is the icon's name and tooltip. */
export function StatusIcon({ of, status, iconOnly = false, size = 16 }: StatusIconProps) {
  const { state, word, upstream } = stateView(of, status);
  const Glyph = ICONS[state];
  const full = upstream === null ? word : `${word} (${upstream})`;
  if (iconOnly) {
    return (
      <Tooltip label={full}>
        <span className={css['status']} data-state={state} role="img" aria-label={full}>
          <Glyph size={size} stroke={1.75} aria-hidden />
        </span>
      </Tooltip>
    );
  }
  return (
    <span className={css['status']} data-state={state} title={upstream ?? undefined}>
      <Glyph size={size} stroke={1.75} aria-hidden />
      <span>{word}</span>
    </span>
  );
}
