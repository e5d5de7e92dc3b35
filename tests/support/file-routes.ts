import { newId } from '../../client/lib/ids.ts'
import { type Scene, answersByRole as row } from './actor-kinds.ts'

export interface FileRoute {
  readonly path: (scene: Scene, file: string) => string
  readonly body?: Uint8Array
  readonly answers: ReturnType<typeof row>
}

const of = ({ shared: { document } }: Scene): string => `/api/documents/${document}/files`

/** What each route of a document's files is answered, to each role; `file` is one that the owner stored. */
export const FILE_ROUTES: Readonly<Record<string, FileRoute>> = {
  //            owner     editor    suggester commenter viewer    nobody    locked    reader         outsider
  'post /api/documents/:document/files': {
    path: (scene) => `${of(scene)}?name=new.txt`,
    body: new TextEncoder().encode('Hello'),
    answers: row(
      '         ok        ok        forbidden forbidden forbidden not-found not-found forbidden      sign-in-needed',
    ),
  },
  'get /api/documents/:document/files': {
    path: of,
    answers: row(
      '         ok        ok        ok        ok        ok        not-found not-found ok             sign-in-needed',
    ),
  },
  'get /api/documents/:document/files/:file': {
    path: (scene, file) => `${of(scene)}/${file}.png`,
    answers: row(
      '         ok        ok        ok        ok        ok        not-found not-found ok             sign-in-needed',
    ),
  },
  'delete /api/documents/:document/files/:file': {
    path: (scene, file) => `${of(scene)}/${file}`,
    answers: row(
      '         ok        ok        forbidden forbidden forbidden not-found not-found forbidden      sign-in-needed',
    ),
  },
}

/** Each is answered alike to somebody to whom the document is nothing, and of a file or a document that there is not. */
export const NO_FILES: readonly ((scene: Scene) => string)[] = [
  (scene) => `${of(scene)}/${newId()}`,
  (scene) => `${of(scene)}/short`,
  (scene) => `${of(scene)}/..%2f..%2fweft.db`,
  () => `/api/documents/${newId()}/files/${newId()}`,
  () => `/api/documents/short/files/${newId()}`,
]
