import { Button, Group, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';

import { MutationProblem } from '../loaded.tsx';
import css from './write-form.module.css';

interface WriteFormFrameProps {
  /** Of {@link useWriteForm}. */
  form: { submit: (event?: FormEvent<HTMLFormElement>) => void; problem: unknown; mutation: { isPending: boolean; isSuccess: boolean } };
  /** The fields; each shows its own error. */
  children: ReactNode;
  /** Above a refusal that is of no field: "The token was not made". */
  refused: string;
  /** What is said once it is done. */
  done?: ReactNode;
  /** The button: verb and noun. */
  act: string;
  isPrimary?: boolean;
  isReady?: boolean;
  /** Beside the button. */
  aside?: ReactNode;
}

/** The frame of every form that writes: fields, why it was refused, the button. */
export function WriteFormFrame({ form, children, refused, done, act, isPrimary = true, isReady = true, aside }: WriteFormFrameProps) {
  return (
    <form onSubmit={form.submit} noValidate>
      <Stack gap="md">
        {children}
        <MutationProblem title={refused} error={form.problem} />
        <div>
          {done !== undefined && (
            <div role="status" className={css['done']}>
              {form.mutation.isSuccess && done}
            </div>
          )}
          <Group gap="sm">
            <Button type="submit" variant={isPrimary ? 'filled' : 'default'} loading={form.mutation.isPending} disabled={!isReady}>
              {act}
            </Button>
            {aside}
          </Group>
        </div>
      </Stack>
    </form>
  );
}

/** Short fields beside each other; an error below one leaves the others where they are. */
export function FieldRow({ children }: { children: ReactNode }) {
  return (
    <Group align="flex-start" gap="sm">
      {children}
    </Group>
  );
}
