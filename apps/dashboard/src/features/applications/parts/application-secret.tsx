import { Alert } from '@mantine/core';

import type { OAuth2Application } from '@mosaic/contracts/gitea';

import { CopyLine } from '../../../parts/copy-line.tsx';

/** What the application's server is set up with. */
export function ApplicationSecret({ application, onClose }: { application: OAuth2Application; onClose: () => void }) {
  return (
    <Alert
      color="run"
      variant="light"
      title={`The client id and the secret of "${application.name}"; the secret is shown this once`}
      withCloseButton
      closeButtonLabel="Hide the secret"
      onClose={onClose}
      role="status"
    >
      <CopyLine text={application.client_id} />
      <CopyLine text={application.client_secret} />
    </Alert>
  );
}
