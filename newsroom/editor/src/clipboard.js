export function blocksOfHtml(){return []}
