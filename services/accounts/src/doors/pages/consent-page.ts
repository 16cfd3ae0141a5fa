import type { FastifyReply } from 'fastify';

import { PAGE_HEADERS } from './page-headers.ts';
import { escapeHtml, sendPage } from './plain-page.ts';

export interface Consent {
  /** What asks to be let in, and who registered it; null for what every installation knows. */
  application: { name: string; owner: string | null };
  /** Who is asked. */
  login: string;
  /** What it could do, in words; never empty. */
  allows: readonly string[];
  /** Where the person is led back to. */
  redirectUri: string;
  /** Where the answer is posted, with these members; `granted` says what it is. */
  action: string;
  members: Readonly<Record<string, string>>;
}

/** Asks a person whether an application may act for them. */
export function sendConsentPage(reply: FastifyReply, consent: Consent): FastifyReply {
  const { application, login, allows, redirectUri, action, members } = consent;
  const name = `<strong>${escapeHtml(application.name)}</strong>`;
  const whose = application.owner === null ? 'a program that runs beside git' : `registered by ${escapeHtml(application.owner)}`;
  const fields = Object.entries(members).map(
    ([member, value]) => `<input type="hidden" name="${escapeHtml(member)}" value="${escapeHtml(value)}">`,
  );
  return sendPage(reply, {
    title: `Let ${application.name} in?`,
    headers: { 'content-security-policy': policyFor(redirectUri) },
    content:
      `<p>${name}, ${whose}, asks to act for you, <strong>${escapeHtml(login)}</strong>. It could:</p>` +
      `<ul>${allows.map((text) => `<li>${escapeHtml(text)}</li>`).join('')}<li>See your name and your e-mail address</li></ul>` +
      `<p>Let it in only if you have just begun this yourself. You can end it at any time, with the applications that you let in.</p>` +
      `<form method="post" action="${escapeHtml(action)}">${fields.join('')}` +
      `<button name="granted" value="true">Let it in</button><button class="quiet" name="granted" value="false">Refuse</button></form>` +
      `<p class="meta">Either way you are led back to ${escapeHtml(redirectUri)}</p>`,
  });
}

/** Browsers hold the address to which an answer leads to the rule for forms; the page has one form, and it is ours. */
function policyFor(redirectUri: string): string {
  const policy = PAGE_HEADERS['content-security-policy'] ?? '';
  return policy.replace("form-action 'self'", `form-action 'self' ${new URL(redirectUri).protocol}`);
}
