import { useSignal } from '@preact/signals'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Dialog } from '../../ui/dialog.tsx'
import { isPlainClick } from '../../ui/plain-click.ts'
import type { Services } from '../services.ts'
import { FilePicker } from './file-picker.tsx'
import { LossList } from './loss-list.tsx'
import './transfer.css'
import { startTransfer, type TransferJob, type TransferReport } from './transfer-job.ts'
import type { TransferRequest } from './transfer-request.ts'
import { words } from './transfer-words.ts'

/** What is done sooner needs no dialog. */
const SHOWN_AFTER_MS = 400

interface TransferDialogProps {
  readonly services: Services
  readonly request: TransferRequest
  /** It is done, or given up. */
  readonly onClose: () => void
}

/** What goes in and out: asks for files, shows how far it is, and says what was not kept. */
export function TransferDialog({ services, request, onClose }: TransferDialogProps) {
  const [given, setGiven] = useState<TransferRequest | null>(isAsking(request) ? null : request)
  const [report, setReport] = useState<TransferReport | null>(null)
  const [isShown, setShown] = useState(false)
  const [job, setJob] = useState<TransferJob | null>(null)
  /** What was dropped while something was going on. */
  const waiting = useSignal<readonly TransferRequest[]>([])

  useEffect(() => {
    if (request === given || isAsking(request)) return
    // What is dropped while something is asked for, or told, comes now. What is going on is not disturbed.
    if (given === null || report !== null) begin(request)
    else waiting.value = [...waiting.peek(), request]
  }, [request])

  function begin(next: TransferRequest): void {
    setReport(null)
    setGiven(next)
  }

  function goOn(): void {
    const [next, ...others] = waiting.peek()
    waiting.value = others
    if (next === undefined) onClose()
    else begin(next)
  }

  useEffect(() => {
    if (given === null) return
    const started = startTransfer(services, given)
    setJob(started)
    const cancelShowing = services.clock.after(SHOWN_AFTER_MS, () => setShown(true))
    void started.done.then((told) => {
      cancelShowing()
      const [only, ...others] = told?.losses ?? []
      if (told === null) goOn()
      else if (only !== undefined && others.length === 0 && told.documents.length === 0 && given.kind === 'import') {
        services.toasts.show(only.about === '' ? only.words : `“${only.about}”: ${only.words}`)
        goOn()
      } else setReport(told)
    })
    return () => {
      cancelShowing()
      started.stop()
    }
  }, [given])

  if (report !== null) return <ReportDialog report={report} services={services} onClose={goOn} />
  if (given === null) {
    return (
      <Dialog title={words.importTitle} class="transfer-dialog" onClose={onClose}>
        <FilePicker onFiles={(files) => setGiven({ kind: 'import', files, entries: [] })} />
      </Dialog>
    )
  }
  if (!isShown || job === null || services.leaving.value !== null) return null
  return <ProgressDialog job={job} kind={given.kind} hasMore={waiting.value.length > 0} />
}

/** For files, which somebody is to choose first. */
function isAsking(request: TransferRequest): boolean {
  return request.kind === 'import' && request.files.length === 0 && request.entries.length === 0
}

interface ProgressDialogProps {
  readonly job: TransferJob
  readonly kind: TransferRequest['kind']
  /** Something else comes after it. */
  readonly hasMore: boolean
}

function ProgressDialog({ job, kind, hasMore }: ProgressDialogProps) {
  const { words: now, share } = job.progress.value
  const title = kind === 'import' ? words.importing : kind === 'archive' ? words.gathering : words.exporting
  return (
    <Dialog title={title} class="dialog-narrow transfer-dialog" onClose={() => job.stop()}>
      <progress aria-label={title} max={1} {...(share !== null && { value: share })} />
      <p class="transfer-now" role="status" dir="auto">
        {now}
      </p>
      {hasMore && <p role="status">{words.comesNext}</p>}
      <div class="dialog-footer">
        <button type="button" class="button" onClick={() => job.stop()}>
          {words.cancel}
        </button>
      </div>
    </Dialog>
  )
}

interface ReportDialogProps {
  readonly report: TransferReport
  readonly services: Services
  readonly onClose: () => void
}

function ReportDialog({ report, services, onClose }: ReportDialogProps) {
  const close = useRef<HTMLButtonElement>(null)
  useEffect(() => close.current?.focus(), [])
  return (
    <Dialog title={report.title} class="transfer-dialog" onClose={onClose}>
      {report.words !== '' && <p role="status">{report.words}</p>}
      {report.documents.length > 0 && (
        <ul class="transfer-documents">
          {report.documents.map(({ title, href }) => (
            <li key={href}>
              <a
                href={href}
                dir="auto"
                onClick={(event) => {
                  if (!isPlainClick(event)) return
                  event.preventDefault()
                  onClose()
                  void services.navigation.go(href)
                }}
              >
                {title}
              </a>
            </li>
          ))}
        </ul>
      )}
      {report.losses.length > 0 && <LossList losses={report.losses} />}
      <div class="dialog-footer">
        <button type="button" class="button button-primary" ref={close} onClick={onClose}>
          {words.close}
        </button>
      </div>
    </Dialog>
  )
}
