// Every text that can be seen and does not stand out from what is behind it, by WCAG 2.2's contrast (minimum);
// what lies in `others` is somebody else's to colour.
(others) => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  canvas.canvas.width = canvas.canvas.height = 1;
  const known = new Map();
  const rgba = (colour) => {
    if (!known.has(colour)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
      known.set(colour, [red, green, blue, alpha / 255]);
    }
    return known.get(colour);
  };
  const over = ([r, g, b, a], [r2, g2, b2]) => [r, g, b].map((each, at) => each * a + [r2, g2, b2][at] * (1 - a));
  const light = (colour) => {
    const [r, g, b] = colour.map((each) => (each / 255 <= 0.04045 ? each / 255 / 12.92 : ((each / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const canvasColour = matchMedia("(prefers-color-scheme: dark)").matches &&
    getComputedStyle(document.documentElement).colorScheme.includes("dark") ? [18, 18, 18] : [255, 255, 255];
  const behind = (element) => {
    const found = [];
    let fade = 1;
    for (let each = element; each; each = each.parentElement) {
      const style = getComputedStyle(each);
      found.push(rgba(style.backgroundColor));
      fade *= Number(style.opacity);
    }
    return [found.reverse().reduce((below, colour) => over(colour, below), canvasColour), fade];
  };
  const faint = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const element = node.parentElement;
    const isText = node.textContent.trim() && !element.closest(`svg, script, style, noscript, select, [aria-hidden=true], ${others}`);
    if (!isText || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const needed = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    const [background, fade] = behind(element);
    const [r, g, b, a] = rgba(style.color);
    const [one, other] = [light(over([r, g, b, a * fade], background)), light(background)];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < needed) faint.push(`${ratio.toFixed(2)} < ${needed}: ${element.tagName} ${element.className} ${node.textContent.trim().slice(0, 60)}`);
  }
  return [...new Set(faint)];
};
