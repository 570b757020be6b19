// What has not reached the server yet, kept in this browser: by person, interview and open page. It goes when it has
// been sent or the scorecard is submitted, and after a day in any case (pages.js sweeps).

const PREFIX = "hk-copy:";
const page = crypto.getRandomValues(new Uint32Array(2)).join("");

export class Copies {
  constructor(person, interview) {
    this.prefix = `${PREFIX}${person}:${interview}:`;
  }

  // False where the browser keeps nothing: it is full, or forbidden to.
  save(copy) {
    try {
      if (copy) localStorage.setItem(this.prefix + page, JSON.stringify({ ...copy, at: Date.now() }));
      else localStorage.removeItem(this.prefix + page);
      return true;
    } catch {
      return false;
    }
  }

  // What other pages have left, the oldest first; a page that is still open saves its own again.
  others() {
    const found = [];
    try {
      for (const key of Object.keys(localStorage))
        if (key.startsWith(this.prefix) && key !== this.prefix + page)
          found.push({ key, ...JSON.parse(localStorage.getItem(key)) });
    } catch {
      return found;
    }
    return found.sort((one, other) => one.at - other.at);
  }

  forget(key) {
    localStorage.removeItem(key);
  }
}
