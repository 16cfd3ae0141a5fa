/** sanitize-html ships no types; these are the options that the dashboard uses. */
declare module 'sanitize-html' {
  type Attributes = Record<string, string>;
  interface Frame {
    tagName: string;
    attribs: Attributes;
    /** What stands in the element in place of nothing. */
    text?: string;
  }
  interface Options {
    allowedTags?: string[];
    allowedAttributes?: Record<string, string[]>;
    allowedClasses?: Record<string, string[]>;
    allowedSchemes?: string[];
    allowProtocolRelative?: boolean;
    parseStyleAttributes?: boolean;
    transformTags?: Record<string, (tagName: string, attribs: Attributes) => Frame>;
  }
  const sanitizeHtml: (html: string, options?: Options) => string;
  export default sanitizeHtml;
}
