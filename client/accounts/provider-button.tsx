import { useState } from 'preact/hooks'
import { accountApi, failureOf } from './account-api.ts'
import { words } from './account-words.ts'

/** What this tab was about, while it is with the provider: the secret of a link must not go there. */
const RETURN_KEY = 'weft.return'

/** The way to the provider. What went wrong there, when somebody has come back, is said beside it. */
export function ProviderButton({ name }: { readonly name: string }) {
  const [failure, setFailure] = useState(
    () => failureOf(new URLSearchParams(window.location.search).get('provider'))?.sentence,
  )
  return (
    <div class="account-form account-provider">
      <p class="account-failure" role="alert">
        {failure}
      </p>
      <div class="message-actions">
        <button
          type="button"
          class="button button-primary"
          onClick={() => {
            void accountApi.provider().then((answer) => {
              if (!answer.ok) return setFailure(answer.sentence)
              const { href } = window.location
              sessionStorage.setItem(RETURN_KEY, leftFor(href) ?? href)
              window.location.assign(answer.location)
            })
          }}
        >
          {words.signInWith(name)}
        </button>
      </div>
      <p>{words.orPassword}</p>
    </div>
  )
}

/** The address at which somebody left for the provider from whom they have just come back; null for who did not. */
export function leftFor(href: string): string | null {
  if (!new URL(href).searchParams.has('provider')) return null
  return sessionStorage.getItem(RETURN_KEY)
}
