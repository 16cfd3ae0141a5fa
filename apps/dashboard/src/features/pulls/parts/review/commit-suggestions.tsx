import { Modal, Stack, Text, Textarea } from '@mantine/core';

import { applySuggestions } from '@mosaic/contracts/mosaic';

import { forgeExtras } from '../../../../api/clients.ts';
import { useHappened } from '../../../../live/stale-keys.ts';
import { useWriteForm } from '../../../../parts/form/use-write-form.ts';
import { WriteFormFrame } from '../../../../parts/form/write-form.tsx';
import type { Reviewing } from './reviewing.ts';
import type { PickedSuggestion } from './suggestions.ts';

interface CommitSuggestionsProps {
  /** None while nobody has asked. */
  picked: readonly PickedSuggestion[];
  reviewing: Reviewing;
  onClose: () => void;
  onDone: (picked: readonly PickedSuggestion[]) => void;
}

const wordsOf = (count: number): string => (count === 1 ? 'suggestion' : `${count} suggestions`);

/** Asks for the message, and commits suggestions to the branch that a pull request comes from. */
export function CommitSuggestions({ picked, onClose, ...rest }: CommitSuggestionsProps) {
  return (
    <Modal
      opened={picked.length > 0}
      onClose={onClose}
      title={`Commit ${picked.length === 1 ? 'this suggestion' : wordsOf(picked.length)}?`}
    >
      <CommitForm picked={picked} onClose={onClose} {...rest} />
    </Modal>
  );
}

function CommitForm({ picked, reviewing: { place, head }, onClose, onDone }: CommitSuggestionsProps) {
  const { owner, repo, number } = place;
  const happened = useHappened();
  const form = useWriteForm({
    initialValues: { message: '' },
    schema: applySuggestions.body,
    toBody: (fields) => ({ ...fields, head, suggestions: [...picked] }),
    write: (body) => forgeExtras.call(applySuggestions, { owner, repo, index: number, body }),
    onDone: async () => {
      onDone(picked);
      onClose();
      await happened('dev.mosaic.pull_request.synchronized', { repository: `${owner}/${repo}`, number });
    },
  });
  return (
    <WriteFormFrame form={form} act={`Commit ${wordsOf(picked.length)}`} refused="Nothing was committed">
      <Stack gap="md">
        <Text size="sm">
          One commit in your name goes to the branch. Who suggested is named in it as a co-author, and the conversations are resolved.
        </Text>
        <Textarea
          label="Message of the commit"
          placeholder={`Apply ${picked.length === 1 ? 'a suggestion' : wordsOf(picked.length)} of the review`}
          autosize
          minRows={2}
          maxRows={12}
          {...form.getInputProps('message')}
        />
      </Stack>
    </WriteFormFrame>
  );
}
