import { type FormErrors, useForm, type UseFormReturnType } from '@mantine/form';
import { type UseMutationResult, useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import type { z } from 'zod';

import { faultsOf } from '../../api/failure.ts';
import { wordsOf } from './field-words.ts';

type Values = Record<string, unknown>;

interface WriteFormOptions<V extends Values, S extends z.ZodType, A> {
  /** The fields, each named as the member of the body that it fills. */
  initialValues: V;
  /** The contract's schema of the body. */
  schema: S;
  toBody: (values: V) => z.input<S>;
  write: (body: z.input<S>) => Promise<A>;
  onDone?: (answer: A, form: UseFormReturnType<V>) => unknown;
}

/** A form that asks for one write. */
interface WriteForm<V extends Values, B, A> extends UseFormReturnType<V> {
  /** What is asked for as the fields stand. */
  body: B;
  mutation: UseMutationResult<A, Error, B>;
  /** What did not fit or was refused and stands at no field; null for nothing. */
  problem: unknown;
  submit: (event?: FormEvent<HTMLFormElement>) => void;
}

/** The fields of a body, held to the contract before it is sent; what the server says of a field stands at it too. */
export function useWriteForm<V extends Values, S extends z.ZodType, A>({
  initialValues,
  schema,
  toBody,
  write,
  onDone,
}: WriteFormOptions<V, S, A>): WriteForm<V, z.input<S>, A> {
  const isField = (path: string): boolean => path in initialValues;
  const form = useForm<V>({ initialValues, validate: (values) => faultsIn(schema, toBody(values)) });
  const show = (errors: FormErrors): void => {
    form.setErrors(errors);
    form.getInputNode(Object.keys(initialValues).find((field) => field in errors) ?? '')?.focus();
  };
  const mutation = useMutation({
    mutationFn: write,
    onSuccess: (answer) => onDone?.(answer, form),
    onError: (error) => show(inSentences(faultsOf(error))),
  });
  const [stray] = Object.keys(form.errors).some(isField) ? [] : Object.values(form.errors);
  const refusal = Object.keys(faultsOf(mutation.error)).some(isField) ? null : mutation.error;
  return {
    ...form,
    body: toBody(form.values),
    mutation,
    problem: refusal ?? (typeof stray === 'string' ? new Error(stray) : null),
    submit: form.onSubmit(
      (values) => mutation.mutate(toBody(values)),
      (errors) => {
        mutation.reset();
        show(errors);
      },
    ),
  };
}

/** Path of a member → the first reason why it does not fit. */
function faultsIn(schema: z.ZodType, body: unknown): FormErrors {
  const { error } = schema.safeParse(body, { error: wordsOf });
  return inSentences(Object.fromEntries((error?.issues ?? []).toReversed().map(({ path, message }) => [path.join('.'), message])));
}

/** The contract's reasons go on after a colon; below a field each begins. */
function inSentences(faults: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(faults).map(([path, reason]) => [path, reason.charAt(0).toUpperCase() + reason.slice(1)]));
}
