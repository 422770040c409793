/** What every long list does: draws what is seen, asks for more near its end, and keeps a cursor for j and k. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'
import { cursorAt, movedCursor } from './cursor'

interface More {
  hasNextPage: boolean
  isFetchingNextPage: boolean
  fetchNextPage: () => unknown
}

interface Options<T> extends More {
  rows: T[]
  nameOf: (row: T) => string
  height: number
}

export function useLongList<T>({ rows, nameOf, height, ...more }: Options<T>) {
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = more
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (n) => (rows[n] ? nameOf(rows[n]) : n),
    overscan: 12,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= rows.length - 20) void fetchNextPage()
  }, [last, rows.length, hasNextPage, isFetchingNextPage, fetchNextPage])

  // The cursor is a row and not a place, so that a live update does not move it to another.
  const [cursor, setCursor] = useState<{ name: string; place: number }>()
  const names = rows.map(nameOf)
  const at = cursorAt(names, cursor)
  const move = (by: number) => {
    const next = movedCursor(names, cursor, by)
    if (!next) return
    setCursor(next)
    virtual.scrollToIndex(next.place, { align: 'auto' })
  }
  const point = (name: string) => setCursor({ name, place: names.indexOf(name) })
  return { scroller, virtual, items, row: at < 0 ? undefined : rows[at], at, move, point }
}
