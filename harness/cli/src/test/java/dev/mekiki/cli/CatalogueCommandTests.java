package dev.mekiki.cli;

import static dev.mekiki.cli.CommandLineRun.mekiki;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class CatalogueCommandTests {
    @ParameterizedTest
    @CsvSource({"engines, jlama", "engines, replay", "suites, japanese-qa", "suites, toxicity",
            "tasks, japanese-qa/reading", "metrics, exact_match_ja", "licenses, kimi-k3"})
    void what_is_listed_can_be_shown(String kind, String name) {
        CommandLineRun list = mekiki(kind, "list");
        assertThat(list.code()).isZero();
        assertThat(list.out()).contains(name);
        CommandLineRun show = mekiki(kind, "show", name);
        assertThat(show.code()).isZero();
        assertThat(show.out()).contains(name);
        assertThat(new JsonMapper().readTree(mekiki(kind, "show", name, "--format", "json").out()).isObject()).isTrue();
        assertThat(new JsonMapper().readTree(mekiki(kind, "list", "--format", "json").out()).isArray()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"engines", "suites", "tasks", "metrics", "licenses"})
    void an_unknown_name_is_answered_with_the_known_ones(String kind) {
        CommandLineRun show = mekiki(kind, "show", "nothing-like-it");
        assertThat(show.code()).isEqualTo(2);
        assertThat(show.err()).contains("nothing-like-it").contains("hint: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"engines", "suites", "tasks", "metrics", "licenses"})
    void lists_fit_eighty_columns(String kind) {
        assertThat(mekiki(kind, "list").out().lines())
                .allSatisfy(line -> assertThat(TextTable.width(line)).isLessThanOrEqualTo(80));
    }

    @Test
    void help_fits_eighty_columns_and_names_every_command_once() {
        String help = mekiki("--help").out();
        assertThat(help.lines()).allSatisfy(line -> assertThat(TextTable.width(line)).isLessThanOrEqualTo(80));
        MekikiCommand.commandLine().getSubcommands().keySet()
                .forEach(name -> assertThat(help).contains("  " + name + " "));
    }

    @Test
    void a_misspelt_command_is_wrong_usage() {
        CommandLineRun run = mekiki("reprot");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("Did you mean").contains("report");
    }

    @Test
    void completion_is_for_bash_and_zsh() {
        assertThat(mekiki("generate-completion").out()).contains("complete").contains("bashcompinit")
                .contains("logprobs");
    }
}
