import { useEffect } from 'preact/hooks'
import { filesIn } from '../../panels/files/chosen-files.ts'
import { files as english } from '../../words/en/files.ts'
import { wordsOf } from '../../words/words.ts'
import type { Services } from '../services.ts'
import { isForText } from './text-files.ts'

const words = wordsOf('files', english)

/** Where one may only read, texts that are dropped become documents, as everywhere; of what would go into the text one is told. */
export function ReaderDesk({ services }: { readonly services: Services }) {
  useEffect(() => {
    services.intake.value = {
      words: words.dropRead,
      take(data) {
        const { files } = filesIn(data)
        if (files.some((file) => !isForText(file))) services.toasts.show(words.onlyRead)
        return files.filter(isForText)
      },
    }
    return () => void (services.intake.value = null)
  }, [])
  return null
}
