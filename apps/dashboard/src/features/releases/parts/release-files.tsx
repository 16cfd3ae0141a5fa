import { Button, FileButton, Progress } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconPaperclip, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';

import { repoDeleteReleaseAttachment, type Attachment, type Release } from '@mosaic/contracts/gitea';

import { forge } from '../../../api/clients.ts';
import { useHappened } from '../../../live/stale-keys.ts';
import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx';
import { MutationProblem } from '../../../parts/loaded.tsx';
import { Row, RowEnd, Rows } from '../../../parts/rows.tsx';
import { ICON } from '../../../theme/icons.ts';
import { fileSize } from './file-size.ts';
import css from './release-files.module.css';
import { uploadFile } from './upload-file.ts';

interface FilesProps {
  owner: string;
  repo: string;
  release: Release;
}

/** The files of a release: more are added one after the other, each with how far it has come. */
export function ReleaseFiles({ owner, repo, release }: FilesProps) {
  const happened = useHappened();
  const [sent, setSent] = useState<{ name: string; part: number } | null>(null);
  const upload = useMutation({
    mutationFn: async (files: readonly File[]) => {
      for (const file of files) {
        setSent({ name: file.name, part: 0 });
        await uploadFile({ owner, repo, id: release.id, file, onProgress: (part) => setSent({ name: file.name, part }) });
      }
    },
    onSettled: () => {
      setSent(null);
      return happened('dev.mosaic.release.updated', { repository: `${owner}/${repo}` });
    },
  });
  return (
    <>
      <Rows>
        {release.assets.map((asset) => (
          <Row key={asset.id}>
            <IconPaperclip {...ICON} aria-hidden />
            <span className="truncate">{asset.name}</span>
            <RowEnd>
              <span className="figures">{fileSize(asset.size)}</span>
              <DeleteFile owner={owner} repo={repo} release={release} asset={asset} />
            </RowEnd>
          </Row>
        ))}
      </Rows>
      <div className={css['foot']}>
        <FileButton multiple onChange={(files) => files.length > 0 && upload.mutate(files)} disabled={upload.isPending}>
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconUpload {...ICON} />} loading={upload.isPending}>
              Add files
            </Button>
          )}
        </FileButton>
        {sent !== null && (
          <div className={css['progress']} role="status">
            <span className="meta truncate">
              {sent.name}: <span className="figures">{Math.floor(sent.part * 100)} %</span>
            </span>
            <Progress value={sent.part * 100} aria-label={`How much of ${sent.name} has been sent`} />
          </div>
        )}
      </div>
      <MutationProblem
        title={upload.variables?.length === 1 ? 'The file was not added' : 'Not all files were added'}
        error={upload.error}
      />
    </>
  );
}

function DeleteFile({ owner, repo, release, asset }: FilesProps & { asset: Attachment }) {
  const [opened, setOpened] = useState(false);
  const happened = useHappened();
  const removal = useMutation({
    mutationFn: () => forge.call(repoDeleteReleaseAttachment, { owner, repo, id: release.id, attachment_id: asset.id }),
    onSuccess: () => happened('dev.mosaic.release.updated', { repository: `${owner}/${repo}` }),
  });
  return (
    <>
      <Button size="compact-xs" variant="subtle" color="fail" aria-label={`Delete ${asset.name}`} onClick={() => setOpened(true)}>
        Delete
      </Button>
      <ConfirmDialog
        opened={opened}
        onClose={() => setOpened(false)}
        title={`Delete ${asset.name}?`}
        keep="Keep file"
        act="Delete file"
        onAct={() => removal.mutate()}
        isPending={removal.isPending}
        problem={{ title: 'The file was not deleted', error: removal.error }}
      >
        It is gone for ever, and whoever follows its address finds nothing.
      </ConfirmDialog>
    </>
  );
}
