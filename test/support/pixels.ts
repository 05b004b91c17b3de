// Compares two pictures in the browser that made one of them: no image library, and the same decoder for both.
import type { Page } from 'playwright'

/** A channel may differ by this much before a pixel counts: anti-aliasing and font hinting are not a change of looks. */
const CHANNEL_SLACK = 48

/** The share of pixels that differ, 0..1; 1 when the sizes differ. */
export function differenceOf(page: Page, one: Buffer, other: Buffer): Promise<number> {
  const urls = [one, other].map(picture => `data:image/png;base64,${picture.toString('base64')}`)
  return page.evaluate(
    async ({ urls: [first = '', second = ''], slack }) => {
      const pixelsOf = async (url: string) => {
        const bitmap = await createImageBitmap(await (await fetch(url)).blob())
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
        canvas?.drawImage(bitmap, 0, 0)
        return { size: `${bitmap.width}×${bitmap.height}`, data: canvas?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? [] }
      }
      const [a, b] = await Promise.all([pixelsOf(first), pixelsOf(second)])
      if (a.size !== b.size) return 1
      const differs = (at: number) => [0, 1, 2].some(channel => Math.abs((a.data[at + channel] ?? 0) - (b.data[at + channel] ?? 0)) > slack)
      const count = a.data.length / 4
      return Array.from({ length: count }, (_, pixel) => differs(pixel * 4)).filter(Boolean).length / count
    },
    { urls, slack: CHANNEL_SLACK },
  )
}
