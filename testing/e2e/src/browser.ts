import { chromium, type Browser } from '@playwright/test';

import { requireProgram } from '@mosaic/testing/servers';

const PROGRAM = '/usr/bin/chromium';

/** Debian's Chromium without a window, which asks nobody but the addresses that a test opens; null when it is not installed. */
export async function openBrowser(): Promise<Browser | null> {
  const executablePath = requireProgram(PROGRAM);
  if (executablePath === null) return null;
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--no-proxy-server',
    ],
  });
}
