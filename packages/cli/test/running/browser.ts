/** A person who logs in and agrees to everything, by plain HTTP requests with cookies. */
export class Browser {
  readonly #cookies = new Map<string, string>();

  /** Opens a page, follows redirects, and submits every form, until a page has none. */
  async agree(url: string): Promise<string> {
    let page = await this.#open(url);
    for (;;) {
      const form = formIn(page.text, page.url);
      if (!form) return page.text;
      page = await this.#open(form.action, form.fields);
    }
  }

  /** Follows redirects until one leaves for another origin, and returns its address. */
  async agreeUntilRedirect(url: string, origin: string): Promise<string> {
    let left: string | undefined;
    const stops = (target: string) => {
      if (!target.startsWith(origin)) return false;
      left = target;
      return true;
    };
    let page = await this.#open(url, undefined, stops);
    while (left === undefined) {
      const form = formIn(page.text, page.url);
      if (!form) throw new Error(`There is no form in: ${page.text}`);
      page = await this.#open(form.action, form.fields, stops);
    }
    return left;
  }

  async #open(
    url: string,
    fields?: URLSearchParams,
    stops: (target: string) => boolean = () => false,
  ): Promise<{ url: string; text: string }> {
    const response = await fetch(url, {
      redirect: "manual",
      headers: { cookie: [...this.#cookies].map((pair) => pair.join("=")).join("; ") },
      ...(fields && { method: "POST", body: fields }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      this.#cookies.set(name, value);
    }
    const text = await response.text();
    const location = response.headers.get("location");
    if (!location) return { url, text };
    const target = new URL(location, url).href;
    return stops(target) ? { url: target, text: "" } : this.#open(target, undefined, stops);
  }
}

function formIn(html: string, url: string) {
  const form = /<form[^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/s.exec(html);
  if (!form) return undefined;
  const [, action = "", body = ""] = form;
  const fields = new URLSearchParams();
  for (const [input] of body.matchAll(/<input[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(input)?.[1];
    if (name) fields.set(name, /value="([^"]*)"/.exec(input)?.[1] ?? "alice");
  }
  return { action: new URL(action.replaceAll("&amp;", "&"), url).href, fields };
}
