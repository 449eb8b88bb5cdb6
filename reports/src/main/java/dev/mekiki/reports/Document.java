package dev.mekiki.reports;

import dev.mekiki.port.ReportModel;
import dev.mekiki.port.Translator;
import java.util.List;

/**
 * One language of the page, ready for its templates. Lists of at most one stand for what may be absent.
 *
 * @param date when the run started, UTC
 * @param questions how many different samples the tasks have
 */
public record Document(String language, Texts texts, String title, String version, String date, String plan,
        String questions, Overview overview, ComparisonTable comparison, Quality quality, Paired paired,
        List<TradeOff> tradeOff, Latency latency, Machines machines, List<Costs> costs, List<Toxicity> toxicity,
        Licenses licenses, Dossiers models,
        Differences differences,
        Coverage coverage, Provenance provenance) {

    static Document of(ReportModel model, String language, Translator translator) {
        Edition edition = Edition.of(model, language, translator);
        int questions = model.tasks().stream().mapToInt(task -> task.samples()).sum();
        return new Document(language, edition.texts(), model.title(), model.version(),
                Provenance.at(model.startedAt()).substring(0, 10), model.findings().plan().name(),
                edition.figures().count(questions), Overview.of(edition), ComparisonTable.of(edition),
                Quality.of(edition), Paired.of(edition), TradeOff.of(edition).stream().toList(), Latency.of(edition),
                Machines.of(edition),
                Costs.of(edition).stream().toList(),
                Toxicity.of(edition).stream().toList(), Licenses.of(edition), Dossiers.of(edition),
                Differences.of(edition),
                Coverage.of(edition), Provenance.of(edition));
    }

    /** Whether there is anything to say in a section. */
    public boolean has(String section) {
        return switch (section) {
            case "quality" -> !quality.main().isEmpty() || !quality.others().isEmpty();
            case "paired" -> !paired.main().isEmpty() || !paired.others().isEmpty() || !paired.apart().isEmpty();
            case "trade-off" -> !tradeOff.isEmpty();
            case "latency" -> !latency.profiles().isEmpty();
            case "machine" -> !machines.rows().isEmpty() || !machines.servers().isEmpty();
            case "cost" -> !costs.isEmpty();
            case "toxicity" -> !toxicity.isEmpty();
            case "models" -> !models.who().isEmpty();
            case "differences" -> !differences.tasks().isEmpty();
            default -> true;
        };
    }
}
