package dev.mekiki.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads HTML strictly: every element is closed in order, attributes are quoted, no id stands twice, nothing is loaded. */
final class Markup {
    private static final Pattern TAG = Pattern
            .compile("<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\\s+[a-zA-Z][a-zA-Z0-9:-]*(?:=\"[^\"<]*\")?)*)\\s*(/?)>");
    private static final Set<String> VOID = Set.of("meta", "input", "br");

    private Markup() {}

    static void check(String page) {
        String body = page.substring(page.indexOf("<html"));
        Deque<String> open = new ArrayDeque<>();
        Set<String> ids = new HashSet<>();
        Matcher tag = TAG.matcher(body);
        int after = 0;
        while (tag.find()) {
            assertThat(body.substring(after, tag.start())).as("text before " + tag.group()).doesNotContain("<");
            after = tag.end();
            String name = tag.group(2);
            if (!tag.group(1).isEmpty()) {
                assertThat(open.pop()).as("closed by " + tag.group() + " at " + tag.start()).isEqualTo(name);
            } else if (tag.group(4).isEmpty() && !VOID.contains(name)) {
                open.push(name);
            }
            Matcher id = Pattern.compile("\\sid=\"([^\"]*)\"").matcher(tag.group(3));
            if (id.find()) {
                assertThat(ids.add(id.group(1))).as("id %s is unique", id.group(1)).isTrue();
            }
            assertThat(tag.group(3)).as("attributes of " + name)
                    .doesNotContainPattern("\\s(on[a-z]+|style|src|srcset|action|xlink:href)=");
            if (tag.group(3).contains(" href=")) {
                assertThat(tag.group(3)).contains(" href=\"#");
            }
        }
        assertThat(open).isEmpty();
    }

    /** What a reader sees: text without tags, entities resolved. */
    static String text(String markup) {
        return markup.replaceAll("<style>[\\s\\S]*?</style>", "").replaceAll("<[^>]*>", " ").replace("&lt;", "<")
                .replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
                .replace('\u00a0', ' ').replaceAll("\\s+", " ");
    }
}
