import { Button } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';

import { NothingYet } from '../parts/empty.tsx';

/** An address that leads nowhere. */
export function NotFoundPage() {
  return (
    <div>
      <h1 className="visually-hidden">Not found</h1>
      <NothingYet title="There is no page at this address" action={<Button onClick={spotlight.open}>Search</Button>}>
        It may have moved, or you may not see it.
      </NothingYet>
    </div>
  );
}
