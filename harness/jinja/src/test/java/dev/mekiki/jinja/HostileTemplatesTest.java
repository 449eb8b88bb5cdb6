package dev.mekiki.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Templates that want more than they get. Limits are lower than by default, so that the tests are quick. */
class HostileTemplatesTest {
    private static final Limits LIMITS = new Limits(200_000, 1_000_000, 1_000_000, 20_000_000, 100_000, 1_000_000, 100,
            Duration.ofSeconds(20));
    private static final Settings SETTINGS = Settings.CHAT.withLimits(LIMITS);
    private static final String MANY = "{% for a in range(100000) %}{% for b in range(100000) %}";
    private static final String END = "{% endfor %}{% endfor %}";
    private static final String DOUBLE = "{% set ns = namespace(x=%s) %}{% for i in range(200) %}"
            + "{% set ns.x = %s %}{% endfor %}";

    private static TemplateException failure(String template) {
        Outcome outcome = Outcome.of(template, SETTINGS, Map.of("s", "text"));
        assertThat(outcome.failure()).describedAs(template.substring(0, Math.min(80, template.length()))).isNotNull();
        return java.util.Objects.requireNonNull(outcome.failure());
    }

    private static String doubling(String start, String step) {
        return DOUBLE.replaceFirst("%s", start).replaceFirst("%s", java.util.regex.Matcher.quoteReplacement(step));
    }

    @Test
    void endless_work_ends() {
        Stream.of(MANY + END, MANY + "x" + END, MANY + "{% if a == b %}{% continue %}{% endif %}" + END,
                "{{ (range(100000) | list) | map('string') | map('length') | sum }}".repeat(50),
                "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
                "{% macro m(n) %}{% for i in range(10) %}{{ m(n) }}{% endfor %}{% endmacro %}{{ m(1) }}",
                "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
                "{% set x = 'ab' * 400000 %}" + MANY + "{% set y = x.count('ba') %}" + END,
                "{% set x = 'a' * 900000 %}{% set y = 'a' * 400000 ~ 'b' %}{{ y in x }}",
                "{% set x = 'a' * 900000 %}" + MANY + "{% set y = x | upper %}" + END)
                .forEach(template -> assertThat(failure(template)).hasMessageContaining("Limit exceeded"));
    }

    @Test
    void giant_values_are_not_made() {
        Stream.of("{{ 'a' * 2000000000 }}", "{{ 2000000000 * 'a' }}", "{{ [1] * 2000000000 }}",
                "{{ 'a' * 99999999999999999999 }}", "{{ 10 ** 1000000000 }}", "{{ 9 ** 9 ** 9 ** 9 ** 9 }}",
                "{{ 'x'.center(2000000000) }}", "{{ 'x'.ljust(2000000000) }}", "{{ 'x'.zfill(2000000000) }}",
                "{{ '\\t'.expandtabs(2000000000) }}", "{{ 'x' | center(2000000000) }}",
                "{{ 'a\\nb' | indent(2000000000) }}", "{{ '%2000000000d' % 1 }}", "{{ '%.2000000000f' % 1 }}",
                "{{ '{:900000000}'.format(1) }}", "{{ '{:.200000000f}'.format(1.5) }}",
                "{{ '{:{w}}'.format(1, w=900000000) }}", "{{ [1] | tojson(indent=2000000000) }}",
                "{{ ('a' * 100000).replace('a', 'b' * 100000) }}", "{{ ('a' * 1000).replace('', 'b' * 100000) }}",
                "{{ ('b' * 100000).join('a' * 100000) }}", "{{ range(100000) | join('b' * 100000) }}",
                "{{ 1.5 | round(2000000000) }}", "{{ [1] | batch(2000000000, 'x') | list }}",
                "{{ [1] | slice(2000000000) | list }}", "{{ '9' * 5000 + '1' }}{{ ('9' * 900000) | int * 9 ** 20000 }}",
                doubling("'ab'", "ns.x + ns.x"), doubling("'ab'", "ns.x ~ ns.x"), doubling("'ab'", "ns.x * 2"),
                doubling("'ab'", "'%s%s' % (ns.x, ns.x)"), doubling("'ab'", "'{0}{0}'.format(ns.x)"),
                doubling("[1]", "ns.x + ns.x"), doubling("[1]", "[ns.x, ns.x]") + "{{ ns.x }}",
                doubling("[1]", "[ns.x, ns.x]") + "{{ ns.x | tojson }}", doubling("2", "ns.x * ns.x"),
                "{% set ns = namespace(x='ab') %}{% for i in range(200) %}{% set ns.x %}{{ ns.x }}{{ ns.x }}"
                        + "{% endset %}{% endfor %}",
                "{% for i in range(100000) %}" + "x".repeat(1000) + "{% endfor %}")
                .forEach(template -> assertThat(failure(template)).hasMessageContaining("Limit exceeded"));
    }

    @Test
    void shared_structure_does_not_explode() {
        String nested = "{% set ns = namespace(x=(1,)) %}{% for i in range(60) %}{% set ns.x = (ns.x, ns.x) %}"
                + "{% endfor %}";
        String twice = nested + nested.replace("ns", "ms");
        Stream.of(nested + "{{ {ns.x: 1} }}", nested + "{{ ns.x in {1: 2} }}", twice + "{{ ns.x == ms.x }}",
                twice + "{{ ns.x < ms.x }}", twice + "{{ ns.x in [ms.x] }}", nested + "{{ [ns.x] | unique | list }}",
                nested + "{{ ns.x | string }}")
                .forEach(template -> assertThat(failure(template)).hasMessageContaining("Limit exceeded"));
    }

    @Test
    void deep_nesting_is_refused() {
        Stream.of("{{ " + "(".repeat(50_000) + "1" + ")".repeat(50_000) + " }}",
                "{{ " + "[".repeat(50_000) + "]".repeat(50_000) + " }}", "{{ " + "-".repeat(50_000) + "1 }}",
                "{{ " + "not ".repeat(40_000) + "1 }}", "{{ 1" + " + 1".repeat(40_000) + " }}",
                "{{ s" + ".x".repeat(50_000) + " }}", "{{ s" + "|upper".repeat(20_000) + " }}",
                "{{ 1" + " if 1 else 1".repeat(15_000) + " }}", "{% if 1 %}".repeat(15_000),
                "{% for x in s %}".repeat(10_000), "{{ {'a':".repeat(20_000),
                "{% set ns = namespace(x=[]) %}{% for i in range(100000) %}{% set ns.x = [ns.x] %}{% endfor %}",
                "{% set ns = namespace(x=[1]) %}{% for i in range(50000) %}{% set ns.x = ns.x | map('abs') %}"
                        + "{% endfor %}{{ ns.x | list }}",
                "{% set ns = namespace() %}{% set ns.x = ns %}{{ ns }}")
                .forEach(template -> assertThat(failure(template)).hasMessageContaining("Limit exceeded"));
    }

    @Test
    void a_long_elif_chain_is_fine() throws TemplateException {
        String template = "{% if false %}" + "{% elif false %}".repeat(5_000) + "{% else %}end{% endif %}";

        assertThat(Template.parse(template, SETTINGS).render(Map.of())).isEqualTo("end");
    }

    @Test
    void python_and_java_internals_are_out_of_reach() {
        Stream.of("{{ ''.__class__.__mro__[1].__subclasses__() }}", "{{ s.getClass() }}", "{{ s.class.forName('x') }}",
                "{{ s['__class__']['__base__'] }}", "{{ s | attr('__class__') | attr('__mro__') }}",
                "{{ [s] | map(attribute='__class__.__mro__') | list }}", "{{ '{0.__class__.__init__}'.format(s) }}",
                "{{ namespace.__init__.__globals__ }}", "{{ cycler.__init__.__globals__.os.popen('id') }}",
                "{{ self._TemplateReference__context }}{{ self.x() }}", "{{ request.application.__globals__ }}",
                "{{ range.__self__.eval('1') }}", "{{ s.hashCode() }}", "{{ s.toString() }}",
                "{{ namespace(__class__=1) }}", "{{ [].append(1) }}", "{{ {}.update({}) }}",
                "{% include '/etc/passwd' %}", "{% import 'os' as os %}", "{% extends s %}")
                .forEach(template -> assertThat(failure(template).raised()).isEmpty());
    }

    @Test
    void values_passed_in_are_checked() throws TemplateException {
        Template template = Template.parse("{{ x }}", SETTINGS);
        List<@Nullable Object> cyclic = new ArrayList<>();
        cyclic.add(cyclic);

        assertThatExceptionOfType(TemplateException.class).isThrownBy(() -> template.render(Map.of("x", cyclic)))
                .withMessageContaining("Limit exceeded");
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> template.render(Map.of("x", Thread.currentThread())));
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> template.render(Map.of("x", Map.of(1, 2))));
    }

    @Test
    void time_is_limited() {
        Limits brief = new Limits(200_000, 1_000_000, 1_000_000, Long.MAX_VALUE, 100_000, Long.MAX_VALUE, 100,
                Duration.ofMillis(200));
        Outcome outcome = Outcome.of(MANY + END, Settings.CHAT.withLimits(brief), Map.of());

        assertThat(outcome.failure()).hasMessageContaining("took longer");
    }

    @Test
    void backtracking_in_regular_expressions_ends() {
        Outcome outcome = Outcome.of("{{ ('a' * 60) | regex_replace('(.*a){25}c', 'x') }}",
                Settings.PROMPT.withLimits(LIMITS), Map.of());

        assertThat(outcome.failure()).hasMessageContaining("Limit exceeded");
    }

    @Test
    void errors_name_the_line_and_keep_the_words_that_a_template_raises() {
        TemplateException syntax = failure("a\nb\n{{ 1 + }}");
        TemplateException raised = failure("\n{% if true %}\n{{ raise_exception('roles must alternate') }}{% endif %}");

        assertThat(syntax.line()).isEqualTo(3);
        assertThat(syntax.raised()).isEmpty();
        assertThat(raised.line()).isEqualTo(3);
        assertThat(raised.raised()).contains("roles must alternate");
    }
}
