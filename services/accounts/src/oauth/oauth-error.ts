/** What RFC 6749 calls what went wrong (4.1.2.1, 5.2). */
export type OauthErrorCode =
  | 'access_denied'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_request'
  | 'invalid_scope'
  | 'server_error'
  | 'temporarily_unavailable'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_response_type';

/** A refusal as an application is told of it. */
export interface OauthError {
  error: OauthErrorCode;
  error_description: string;
}

export function oauthError(error: OauthErrorCode, error_description: string): OauthError {
  return { error, error_description };
}
