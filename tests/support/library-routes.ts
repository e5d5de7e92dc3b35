import { newId } from '../../client/lib/ids.ts'
import { type Scene, answersByRole as row } from './actor-kinds.ts'

export interface LibraryRoute {
  readonly body?: (scene: Scene) => object
  /** The owner has put the document into the trash before. */
  readonly inTrash?: true
  readonly answers: ReturnType<typeof row>
}

const one = ({ shared: { document } }: Scene): object => ({ document })

/** What each route of the library is answered, to each role; the same whether there are accounts or not. */
export const LIBRARY_ROUTES: Readonly<Record<string, LibraryRoute>> = {
  //            owner     editor    suggester commenter viewer    nobody    locked    reader         outsider
  'get /api/documents': {
    answers: row(
      '         ok        ok        ok        ok        ok        ok        ok        ok             sign-in-needed',
    ),
  },
  'post /api/documents/rename': {
    body: (scene) => ({ ...one(scene), title: 'Title' }),
    answers: row(
      '         ok        ok        forbidden forbidden forbidden not-found not-found forbidden      sign-in-needed',
    ),
  },
  'post /api/documents/archive': {
    body: (scene) => ({ ...one(scene), archived: true }),
    answers: row(
      '         ok        ok        ok        ok        ok        not-found not-found ok             sign-in-needed',
    ),
  },
  'post /api/documents/duplicate': {
    body: (scene) => ({ ...one(scene), copy: newId(), key: newId() }),
    answers: row(
      '         ok        ok        ok        ok        ok        not-found not-found sign-in-needed sign-in-needed',
    ),
  },
  'post /api/documents/give-up': {
    body: one,
    answers: row(
      '         forbidden ok        ok        ok        ok        not-found not-found ok             sign-in-needed',
    ),
  },
  'post /api/documents/trash': {
    body: one,
    answers: row(
      '         ok        forbidden forbidden forbidden forbidden not-found not-found forbidden      sign-in-needed',
    ),
  },
  'post /api/documents/restore': {
    body: one,
    inTrash: true,
    answers: row(
      '         ok        not-found not-found not-found not-found not-found not-found not-found      sign-in-needed',
    ),
  },
  'post /api/documents/purge': {
    body: one,
    inTrash: true,
    answers: row(
      '         ok        not-found not-found not-found not-found not-found not-found not-found      sign-in-needed',
    ),
  },
}
