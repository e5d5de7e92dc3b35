import {
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  discovery,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'

/** How this server is known to a provider of OpenID Connect. */
export interface ProviderSettings {
  readonly issuer: URL
  readonly clientId: string
  readonly clientSecret: string
}

/** Somebody for whom the provider vouches. */
export interface VouchedFor {
  readonly issuer: string
  /** Never another person's there. */
  readonly subject: string
  /** Null when the provider tells none, or that nobody has shown that it is theirs. */
  readonly email: string | null
}

/** What a browser holds while it is with the provider. Only it can come back with what the provider answers. */
export interface Ticket {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

const TIMEOUT_SECONDS = 10

/**
 * A provider of OpenID Connect: the authorization code flow with PKCE, state and nonce. It is asked who it is when it is first
 * needed, so that the server starts without it. Rejects with whatever the provider, or the way to it, did wrong.
 */
export class IdentityProvider {
  /** What the page calls it. */
  readonly name: string
  readonly #settings: ProviderSettings
  #known: Promise<Configuration> | null = null

  constructor(settings: ProviderSettings) {
    this.#settings = settings
    this.name = settings.issuer.host
  }

  /** Where to send a browser, and what it is to bring back. */
  async begin(redirectUri: string): Promise<{ readonly location: string; readonly ticket: Ticket }> {
    const provider = await this.#discover()
    const ticket = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() }
    const location = buildAuthorizationUrl(provider, {
      redirect_uri: redirectUri,
      scope: 'openid email',
      state: ticket.state,
      nonce: ticket.nonce,
      code_challenge: await calculatePKCECodeChallenge(ticket.verifier),
      code_challenge_method: 'S256',
    })
    return { location: location.href, ticket }
  }

  /** Who came back: `address` is the whole one at which they did. */
  async complete(address: URL, { state, nonce, verifier }: Ticket): Promise<VouchedFor> {
    const provider = await this.#discover()
    const tokens = await authorizationCodeGrant(provider, address, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    })
    const claims = tokens.claims()
    if (claims === undefined) throw new Error('the provider sent no ID token')
    const { iss: issuer, sub: subject } = claims
    const told = claims['email'] === undefined ? await fetchUserInfo(provider, tokens.access_token, subject) : claims
    return { issuer, subject, email: ownEmail(told) }
  }

  #discover(): Promise<Configuration> {
    this.#known ??= discover(this.#settings).catch((error: unknown) => {
      // It may answer the next one.
      this.#known = null
      throw error
    })
    return this.#known
  }
}

/** Some providers write whether an address was verified as text, and some do not say; whatever else they say is no yes. */
export function ownEmail(claims: Readonly<Record<string, unknown>>): string | null {
  const { email, email_verified: isVerified } = claims
  return (isVerified === undefined || isVerified === true || isVerified === 'true') && typeof email === 'string'
    ? email
    : null
}

function discover({ issuer, clientId, clientSecret }: ProviderSettings): Promise<Configuration> {
  const [basic, post] = [ClientSecretBasic(clientSecret), ClientSecretPost(clientSecret)]
  // The first is what a client does that was not set up otherwise.
  const authenticate: ClientAuth = (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported
    const method = methods === undefined || methods.includes('client_secret_basic') ? basic : post
    return method(server, ...rest)
  }
  // Plain http is admitted by the setting for a provider on this machine alone.
  const execute = issuer.protocol === 'http:' ? [allowInsecureRequests] : []
  return discovery(issuer, clientId, {}, authenticate, { timeout: TIMEOUT_SECONDS, execute })
}
