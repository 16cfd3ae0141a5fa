import { PasswordInput, type PasswordInputProps } from '@mantine/core';

/** A field for a password. Mantine's own shows its error and says nothing of it to who cannot see it. */
export function PasswordField(props: PasswordInputProps) {
  return <PasswordInput aria-invalid={Boolean(props.error) || undefined} {...props} />;
}
