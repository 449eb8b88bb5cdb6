package dev.mekiki.cli;

import dev.mekiki.domain.InvalidInput;
import dev.mekiki.license.Catalogue;
import dev.mekiki.license.LicenseEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "licenses", description = "The licenses that are known: list them, or show what one allows, asks for and forbids, and where that is from.")
final class LicensesCommand extends CatalogueCommand {
    @Option(names = "--licenses", paramLabel = "DIR", description = "Your own licenses, one YAML file each, beside the shipped ones. Default: $MEKIKI_LICENSES or ~/.mekiki/licenses.")
    private @Nullable Path licenses;

    @Option(names = "--lang", paramLabel = "ja|en", description = "Language of the table. Default: the environment's.")
    private @Nullable String language;

    /** @param folder of the user's own licenses; the usual one where none is named */
    static Catalogue catalogue(@Nullable Path folder) throws InvalidInput {
        return folder == null ? Catalogue.installed() : Catalogue.load().with(folder);
    }

    @Override
    ExitCode list(Terminal terminal, boolean json) throws Exception {
        Catalogue catalogue = catalogue(licenses);
        if (json) {
            terminal.out().println(JsonOutput.pretty(EntryJson.list(catalogue)));
        } else {
            new EntryText(texts(), terminal.width()).list(catalogue).forEach(terminal.out()::println);
        }
        return ExitCode.DONE;
    }

    @Override
    ExitCode show(Terminal terminal, boolean json, String name) throws Exception {
        Catalogue catalogue = catalogue(licenses);
        LicenseEntry entry = catalogue.find(name).or(() -> catalogue.ofModel(name))
                .orElseThrow(() -> unknown("license", name, catalogue.all().stream().map(LicenseEntry::id).toList()));
        if (json) {
            terminal.out().println(JsonOutput.pretty(EntryJson.entry(entry, catalogue.own(entry.id()))));
        } else {
            new EntryText(texts(), terminal.width()).show(entry, catalogue.own(entry.id()))
                    .forEach(terminal.out()::println);
        }
        return ExitCode.DONE;
    }

    private Texts texts() throws Failure {
        if (language == null) {
            return Texts.ofEnvironment();
        }
        Texts.check(List.of(language));
        return Texts.of(Locale.forLanguageTag(language));
    }
}
